extension GateSchemas {
  static let result = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "evalbench gate result",
      "type": "object",
      "additionalProperties": false,
      "required": ["schema", "verdict", "passed", "exitCode", "candidate", "configuration", "extends",
        "testSetSHA256", "images", "targets", "seeds", "rubberStamped", "subset", "cachedImages",
        "warnOnly", "counts", "rules", "notes", "evalbenchVersion", "decidedAt"],
      "properties": {
        "schema": {"const": "evalbench.gate-result/1"},
        "verdict": {"enum": ["PASS", "WARN", "FAIL", "INCONCLUSIVE", "NOT-RUN"]},
        "passed": {"type": "boolean"},
        "exitCode": {"enum": [0, 1, 2, 3, 4, 5]},
        "candidate": {"$ref": "#/$defs/party"},
        "baseline": {"$ref": "#/$defs/party"},
        "artefactSHA256": {"$ref": "#/$defs/sha256"},
        "nativeSHA256": {"$ref": "#/$defs/sha256"},
        "configuration": {"type": "string"},
        "extends": {"type": "array", "items": {"type": "string"}},
        "testSetSHA256": {"$ref": "#/$defs/sha256"},
        "images": {"type": "array", "items": {"$ref": "#/$defs/image"}},
        "targets": {"type": "integer", "minimum": 0},
        "seeds": {"type": "integer", "minimum": 1},
        "rubberStamped": {"type": "boolean"},
        "subset": {"type": "boolean"},
        "cachedImages": {"type": "integer", "minimum": 0},
        "warnOnly": {"type": "boolean"},
        "counts": {
          "type": "object",
          "additionalProperties": {"type": "integer", "minimum": 0},
          "required": ["passed", "warned", "failed", "inconclusive", "notRun", "waived", "skipped"]
        },
        "rules": {"type": "array", "items": {"$ref": "#/$defs/entry"}},
        "notes": {"type": "array", "items": {"type": "string"}},
        "evalbenchVersion": {"type": "string"},
        "decidedAt": {"type": "string"}
      },
      "$defs": {
        "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "party": {
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "specification"],
          "properties": {
            "name": {"type": "string"},
            "specification": {"type": "string"},
            "sha256": {"$ref": "#/$defs/sha256"}
          }
        },
        "image": {
          "type": "object",
          "additionalProperties": false,
          "required": ["name", "target", "scene", "origin", "channels", "megapixels", "fullScale"],
          "properties": {
            "name": {"type": "string"},
            "target": {"type": "string"},
            "scene": {"type": "string"},
            "sensor": {"type": "string"},
            "filter": {"type": "string"},
            "origin": {"type": "string"},
            "channels": {"type": "integer", "minimum": 1},
            "megapixels": {"type": "number", "exclusiveMinimum": 0},
            "signal": {"type": "number"},
            "fullScale": {"type": "number", "exclusiveMinimum": 0},
            "sha256": {"type": "string"},
            "fileSHA256": {"$ref": "#/$defs/sha256"}
          }
        },
        "entry": {
          "type": "object",
          "additionalProperties": false,
          "required": ["rule", "criterion", "severity", "slice", "outcome", "verdict", "passed",
            "blocking", "metric", "unit", "limit", "groups", "images", "worst", "message", "place"],
          "properties": {
            "rule": {"type": "string", "minLength": 1},
            "criterion": {"type": "string"},
            "severity": {"enum": ["info", "warn", "error"]},
            "slice": {"type": "object", "additionalProperties": {"type": "string"}},
            "outcome": {"enum": ["PASS", "FAIL", "INCONCLUSIVE", "NOT-RUN", "SKIPPED"]},
            "verdict": {"enum": ["PASS", "WARN", "FAIL", "INCONCLUSIVE", "NOT-RUN", "WAIVED", "SKIPPED"]},
            "passed": {"type": "boolean"},
            "blocking": {"type": "boolean"},
            "metric": {"type": "string"},
            "part": {"type": "string"},
            "bin": {"type": "string"},
            "unit": {"type": "string"},
            "value": {"type": "number"},
            "interval": {
              "type": "object",
              "additionalProperties": false,
              "required": ["level"],
              "properties": {
                "low": {"type": "number"},
                "high": {"type": "number"},
                "level": {"type": "number", "exclusiveMinimum": 0, "exclusiveMaximum": 1}
              }
            },
            "limit": {"type": "string"},
            "groups": {"type": "integer", "minimum": 0},
            "images": {"type": "integer", "minimum": 0},
            "groupsNeeded": {"type": "integer", "minimum": 1},
            "probability": {"type": "number", "minimum": 0, "maximum": 1},
            "worst": {
              "type": "array",
              "maxItems": 3,
              "items": {
                "type": "object",
                "additionalProperties": false,
                "required": ["image", "target", "value", "link"],
                "properties": {
                  "image": {"type": "string"},
                  "target": {"type": "string"},
                  "value": {"type": "number"},
                  "link": {"type": "string"}
                }
              }
            },
            "typical": {
              "type": "object",
              "additionalProperties": false,
              "required": ["image", "target", "value", "link"],
              "properties": {
                "image": {"type": "string"},
                "target": {"type": "string"},
                "value": {"type": "number"},
                "link": {"type": "string"}
              }
            },
            "message": {"type": "string", "minLength": 1},
            "because": {"type": "string"},
            "advice": {"type": "string"},
            "waiver": {
              "type": "object",
              "additionalProperties": false,
              "required": ["reason", "owner", "expires"],
              "properties": {
                "reason": {"type": "string"},
                "owner": {"type": "string"},
                "expires": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
              }
            },
            "place": {"type": "string"}
          }
        }
      }
    }
    """
}
