"""Reads a gate's files with parsers of their own: xml.etree, json, csv and jsonschema.

usage: validate.py EVALBENCH FOLDER [events.ndjson]
EVALBENCH is the program, asked for its schemas; FOLDER holds what a gate wrote. Exit status 0 when all is well.
"""
import csv
import json
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from jsonschema import Draft202012Validator

program, folder = sys.argv[1], Path(sys.argv[2])


def schema(name):
    text = subprocess.run([program, "schema", name], check=True, capture_output=True, text=True).stdout
    value = json.loads(text)
    Draft202012Validator.check_schema(value)
    return Draft202012Validator(value)


def check(name, value, where):
    errors = [f"{where}: {'/'.join(map(str, e.absolute_path))}: {e.message}" for e in schema(name).iter_errors(value)]
    assert not errors, "\n".join(errors[:5])


gate = json.loads((folder / "gate.json").read_text())
check("gate", gate, "gate.json")
# The schema can refuse: an unknown key and a wrong type are errors.
assert list(schema("gate").iter_errors({**gate, "surprise": 1}))
assert list(schema("gate").iter_errors({**gate, "passed": "yes"}))

badge = json.loads((folder / "badge.json").read_text())
check("badge", badge, "badge.json")
svg = ElementTree.parse(folder / "badge.svg").getroot()
assert svg.tag.endswith("svg") and badge["message"] in svg.find("{http://www.w3.org/2000/svg}title").text

root = ElementTree.parse(folder / "gate.junit.xml").getroot()
cases = root.findall(".//testcase")
assert root.tag == "testsuites" and len(cases) == int(root.get("tests")) == max(1, len(gate["rules"]))
assert len({(c.get("classname"), c.get("name")) for c in cases}) == len(cases), "test cases must be told apart"
failures = root.findall(".//failure")
assert len(failures) == int(root.get("failures")) == sum(r["blocking"] for r in gate["rules"])
for failure in failures:
    assert failure.get("message") == failure.text and failure.text.strip()
for suite in root.findall("testsuite"):
    assert int(suite.get("tests")) == len(suite.findall("testcase"))

rows = list(csv.DictReader((folder / "gate.csv").open(newline="")))
assert [r["rule"] for r in rows] == [r["rule"] for r in gate["rules"]]
assert [r["verdict"] for r in rows] == [r["verdict"] for r in gate["rules"]]

summary = (folder / "summary.md").read_bytes()
assert len(summary) <= 60_000 and gate["verdict"].encode() in summary

results = folder / "results.jsonl"
if results.exists():
    for line in results.read_text().splitlines():
        check("results", json.loads(line), "results.jsonl")
    table = list(csv.DictReader((folder / "metrics.csv").open(newline="")))
    assert table and {"candidate", "image", "metric", "value", "unit"} <= set(table[0])

if len(sys.argv) > 3:
    events = [json.loads(line) for line in Path(sys.argv[3]).read_text().splitlines()]
    for event in events:
        check("event", event, "events")
    assert events[-1]["reason"] == "run-complete" and events[-1]["passed"] == gate["passed"]
    assert sum(e["reason"] == "rule-evaluated" for e in events) == len(gate["rules"])
print("valid")
