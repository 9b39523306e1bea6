"""Runs a Python module until standard input closes: a parent that was killed leaves no server behind."""

import os
import runpy
import sys
import threading


def exit_with_parent():
    while sys.stdin.buffer.read(4096):
        pass
    os._exit(0)


module = sys.argv[1]
sys.argv = sys.argv[1:]
threading.Thread(target=exit_with_parent, daemon=True).start()
runpy.run_module(module, run_name="__main__")
