"""Runs the handler of an aws:executeScript step: JSON on standard input, the result as JSON on standard output."""

import json
import sys
import types


def main():
    job = json.load(sys.stdin)
    result_stream, sys.stdout = sys.stdout, sys.stderr
    if "boto3" in job["script"]:
        offer_boto3()
    scope = {"__name__": "runbook"}
    exec(compile(job["script"], "runbook script", "exec"), scope)
    result = scope[job["handler"]](job["payload"], {})
    json.dump({"result": result}, result_stream, default=str)


def offer_boto3():
    """MiniStack's environment has botocore, on which boto3.client is a thin layer."""
    try:
        import boto3  # noqa: F401
    except ImportError:
        import botocore.session

        session = botocore.session.get_session()
        shim = types.ModuleType("boto3")
        shim.client = session.create_client
        sys.modules["boto3"] = shim


if __name__ == "__main__":
    main()
