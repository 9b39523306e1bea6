"""Runs Checkov's scanners in one warm process: JSON lines in, JSON lines out.

In:  {"framework": "terraform" | "cloudformation", "files": {"before": text, "after": text}, "name": file name}
Out: {"before": {...}, "after": {...}} with lists of [check id, resource] by result, or {"error": text}.
Nothing here asks the network: the runners are called directly, without Checkov's platform client.
"""

import json
import logging
import os
import sys
import tempfile

os.environ["CHECKOV_RUN_SCA_PACKAGE_SCAN"] = "false"
os.environ["LOG_LEVEL"] = "CRITICAL"
logging.disable(logging.CRITICAL)

from checkov.cloudformation.runner import Runner as CloudFormation  # noqa: E402
from checkov.runner_filter import RunnerFilter  # noqa: E402
from checkov.terraform.runner import Runner as Terraform  # noqa: E402

RUNNERS = {"terraform": Terraform, "cloudformation": CloudFormation}


def scan(framework, name, text):
    with tempfile.TemporaryDirectory() as folder:
        with open(os.path.join(folder, name), "w", encoding="utf-8", newline="") as file:
            file.write(text)
        report = RUNNERS[framework]().run(
            root_folder=folder, runner_filter=RunnerFilter(framework=[framework])
        )
    if report.parsing_errors:
        raise ValueError("Checkov could not parse the file")
    return {
        "passed": pairs(report.passed_checks),
        "failed": pairs(report.failed_checks),
        "skipped": pairs(report.skipped_checks),
    }


def pairs(records):
    return sorted({(record.check_id, record.resource) for record in records})


def answer(line):
    try:
        asked = json.loads(line)
        return {
            side: scan(asked["framework"], asked["name"], text)
            for side, text in asked["files"].items()
        }
    except Exception as error:  # Whatever it is, the caller reports that Checkov did not run.
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def main():
    # The scanners print; the answers have a channel of their own.
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    print(json.dumps({"ready": True}), file=out, flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(line)), file=out, flush=True)


main()
