extension GateSchemas {
  /// The stand-alone file and the `gate` section of `evalbench.yaml`, for editors; `gate validate` knows more.
  static let configuration = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "evalbench gate configuration",
      "type": "object",
      "additionalProperties": false,
      "properties": {
        "schema": {"const": "evalbench.gate/1"},
        "extends": {"type": "string"},
        "candidate": {"type": "string"},
        "native": {"type": "string"},
        "baseline": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "ref": {"type": "string"},
            "missing": {"enum": ["error", "first-release"]},
            "max_age": {"type": "string", "pattern": "^[1-9][0-9]*d$"}
          }
        },
        "data": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "simulated": {
              "type": "object",
              "additionalProperties": false,
              "properties": {
                "targets": {"type": "integer", "minimum": 1, "maximum": 1000},
                "size": {"type": "integer", "minimum": 128, "maximum": 4096},
                "seed": {"type": "integer", "minimum": 0}
              }
            },
            "frames": {"type": "string"},
            "pairs": {
              "type": "object",
              "additionalProperties": false,
              "required": ["noisy", "clean"],
              "properties": {"noisy": {"type": "string"}, "clean": {"type": "string"}}
            },
            "group_by": {"enum": ["target", "image"]},
            "min_groups": {"type": "integer", "minimum": 2},
            "test_set": {"type": "string"},
            "unseen": {
              "oneOf": [
                {"enum": ["target", "sensor", "filter"]},
                {"type": "array", "items": {"enum": ["target", "sensor", "filter"]}}
              ]
            },
            "split": {"const": "test"}
          }
        },
        "statistics": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "interval": {"enum": ["bootstrap-t", "t", "sign-flip", "bca", "percentile"]},
            "level": {"type": "number", "minimum": 0.5, "maximum": 0.999},
            "resamples": {"type": "integer", "minimum": 200, "maximum": 1000000},
            "seed": {"type": "integer", "minimum": 0},
            "superiority_correction": {"enum": ["holm", "none"]},
            "guardrail_correction": {"const": "none"},
            "train_seeds": {
              "type": "object",
              "additionalProperties": false,
              "properties": {"min": {"type": "integer", "minimum": 1}, "pool": {"const": "mean"}}
            }
          }
        },
        "policy": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "on_missing": {"enum": ["fail", "warn", "pass"]},
            "on_inconclusive": {"enum": ["fail", "warn", "pass"]},
            "fail_on": {"enum": ["error", "warn"]},
            "off_needs_reason": {"type": "boolean"}
          }
        },
        "rules": {
          "type": "object",
          "additionalProperties": {
            "oneOf": [
              {"$ref": "#/$defs/severity"},
              {"$ref": "#/$defs/rule"},
              {
                "type": "array",
                "prefixItems": [{"$ref": "#/$defs/severity"}, {"$ref": "#/$defs/rule"}],
                "minItems": 1,
                "maxItems": 2
              }
            ]
          }
        },
        "slices": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["by"],
            "properties": {
              "by": {"$ref": "#/$defs/facet"},
              "rules": {"type": "array", "items": {"type": "string"}},
              "min_groups": {"type": "integer", "minimum": 2},
              "on_too_few": {"enum": ["inconclusive", "skip"]},
              "max_gap": {
                "type": "object",
                "additionalProperties": false,
                "required": ["metric", "max"],
                "properties": {
                  "metric": {"type": "string"},
                  "part": {"type": "string"},
                  "vs": {"const": "overall"},
                  "max": {"$ref": "#/$defs/amount"},
                  "severity": {"$ref": "#/$defs/severity"}
                }
              }
            }
          }
        },
        "waivers": {
          "type": "array",
          "items": {
            "type": "object",
            "additionalProperties": false,
            "required": ["rule", "reason", "owner", "expires"],
            "properties": {
              "rule": {"type": "string"},
              "slice": {"type": "object", "propertyNames": {"$ref": "#/$defs/facet"}},
              "reason": {"type": "string"},
              "owner": {"type": "string"},
              "expires": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
            }
          }
        }
      },
      "$defs": {
        "severity": {"enum": ["off", "info", "warn", "error"]},
        "facet": {"enum": ["sensor", "filter", "scene", "signal", "origin", "target", "channels"]},
        "amount": {"type": ["number", "string"]},
        "ends": {"type": "array", "items": {"$ref": "#/$defs/amount"}, "minItems": 2, "maxItems": 2},
        "limit": {
          "oneOf": [
            {"$ref": "#/$defs/amount"},
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/amount"}}
          ]
        },
        "rule": {
          "type": "object",
          "additionalProperties": false,
          "properties": {
            "severity": {"$ref": "#/$defs/severity"},
            "metric": {"type": "string"},
            "part": {"type": "string"},
            "kind": {"enum": ["parity", "unseen"]},
            "bins": {"enum": ["none", "snr", "separation", "brightness", "frequency"]},
            "statistic": {"enum": ["mean", "median"]},
            "decide": {"enum": ["interval", "estimate"]},
            "min_groups": {"type": "integer", "minimum": 2},
            "only_if": {"type": ["string", "object"]},
            "because": {"type": "string"},
            "reason": {"type": "string"},
            "ratchet": {"type": "boolean"},
            "warn": {"type": "object"},
            "min": {"$ref": "#/$defs/limit"},
            "max": {"$ref": "#/$defs/limit"},
            "abs_max": {"$ref": "#/$defs/limit"},
            "between": {
              "oneOf": [
                {"$ref": "#/$defs/ends"},
                {"type": "object", "additionalProperties": {"$ref": "#/$defs/ends"}}
              ]
            },
            "non_inferior": {"$ref": "#/$defs/limit"},
            "non_inferior_to": {"type": "string"},
            "superior": {"$ref": "#/$defs/limit"},
            "superior_to": {"type": "string"},
            "margin": {"$ref": "#/$defs/limit"},
            "equivalent": {"$ref": "#/$defs/limit"},
            "equivalent_to": {"type": "string"},
            "max_regressed_fraction": {"type": "number", "minimum": 0, "maximum": 1},
            "regressed_by": {"$ref": "#/$defs/limit"},
            "hard_min": {"$ref": "#/$defs/limit"},
            "hard_max": {"$ref": "#/$defs/limit"},
            "worst_group": {"$ref": "#/$defs/limit"},
            "zero": {"type": "boolean"},
            "against": {"const": "native"},
            "fail": {"type": "number", "minimum": 0},
            "fail_percent": {"type": "number", "minimum": 0, "maximum": 100},
            "hard_fail": {"type": "number", "minimum": 0}
          }
        }
      }
    }
    """
}
