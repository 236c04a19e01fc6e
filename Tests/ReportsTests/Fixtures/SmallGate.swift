/// A gate's files as evalbench writes them, with a rule of every verdict.
enum SmallGate {
  static func rule(
    _ name: String, _ verdict: String, criterion: String = "max",
    limit: String = "at most 0.06 fraction",
    value: String = "0.0107", waiver: String = ""
  ) -> String {
    """
    {"blocking": \(verdict == "FAIL"), "because": "Because of <\(name)>.", "criterion": "\(criterion)", "groups": 5,
     "images": 5, "interval": {"high": 0.026, "level": 0.95, "low": -0.0066}, "limit": "\(limit)",
     "message": "star-loss mean \(value)", "metric": "star-loss", "outcome": "\(verdict)", "passed": \(verdict == "PASS"),
     "place": "preset:release:10:3", "rule": "\(name)", "severity": "error", "slice": {"filter": "Ha"},
     "unit": "fraction", "value": \(value), "verdict": "\(verdict)", \(waiver)
     "worst": [{"image": "galaxy-b", "link": "report.html#img=galaxy-b", "target": "t", "value": 0.02}],
     "typical": {"image": "starfield-b", "link": "report.html#img=starfield-b", "target": "u", "value": 0.01}}
    """
  }

  static let json = """
    {"cachedImages": 2, "candidate": {"name": "nafnet-lite", "sha256": "ab", "specification": "x"},
     "configuration": "preset:release", "counts": {}, "decidedAt": "2026-01-02T03:04:05Z", "evalbenchVersion": "0.1.0",
     "exitCode": 1, "extends": [], "images": [{"name": "galaxy-b"}], "notes": ["a note"], "passed": false,
     "rubberStamped": true, "schema": "evalbench.gate-result/1", "seeds": 1, "subset": true, "targets": 5,
     "testSetSHA256": "0123456789abcdef", "verdict": "FAIL", "warnOnly": false, "rules": [
     \(rule("stars", "PASS")), \(rule("late", "INCONCLUSIVE", criterion: "between", limit: "from 0.8 to 1.2 ratio")),
     \(rule("lost", "FAIL")), \(rule("odd", "WARN", criterion: "abs_max", limit: "at most 3 % from zero")),
     \(rule("old", "WAIVED", waiver: "\"waiver\": {\"expires\": \"2027-01-31\", \"owner\": \"me\", \"reason\": \"known\"},")),
     \(rule("none", "NOT-RUN", criterion: "superior", limit: "better than 'g4' by more than 1 dB")),
     \(rule("base", "SKIPPED", criterion: "non_inferior", limit: "not worse than the baseline by more than 0.2 dB"))]}
    """

  static let selftest = """
    {"schema": "evalbench/selftest/1", "seed": 1, "scenes": 4, "checks": ["star-loss", "psnr-linear"], "rows": [
     {"name": "star-eater", "kind": "vice", "for": "star-loss", "summary": "eats stars", "doseUnit": "share <b>",
      "doses": [{"dose": 0.1, "check": "star-loss", "value": 0.4, "failed": 0, "of": 4},
                {"dose": 0.5, "check": "star-loss", "value": 12, "failed": 4, "of": 4}],
      "cells": [{"check": "star-loss", "failed": 4, "of": 4, "worst": 0.5, "limit": 0.06}]},
     {"name": "honest", "kind": "honest", "for": null, "cells": []}], "missed": [], "accused": []}
    """
}
