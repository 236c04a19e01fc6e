extension GateSchemas {
  static let baseline = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "evalbench baseline",
      "type": "object",
      "additionalProperties": false,
      "required": ["schema", "name", "candidate", "createdAt", "evalbenchVersion", "testSetSHA256",
        "images", "signatures", "values", "testSetUses"],
      "properties": {
        "schema": {"const": "evalbench.baseline/1"},
        "name": {"type": "string", "minLength": 1},
        "candidate": {
          "type": "object",
          "required": ["name", "specification"],
          "properties": {
            "name": {"type": "string"},
            "specification": {"type": "string"},
            "sha256": {"type": "string", "pattern": "^[0-9a-f]{64}$"}
          }
        },
        "createdAt": {"type": "string"},
        "evalbenchVersion": {"type": "string"},
        "testSetSHA256": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "images": {
          "type": "array",
          "items": {"type": "object", "required": ["name", "target", "scene", "origin", "fullScale"]}
        },
        "signatures": {"type": "object", "additionalProperties": {"type": "string"}},
        "values": {
          "type": "object",
          "additionalProperties": {"type": "object", "additionalProperties": {"type": "number"}}
        },
        "promotion": {
          "type": "object",
          "additionalProperties": false,
          "required": ["by", "reason", "at"],
          "properties": {
            "by": {"type": "string", "minLength": 1},
            "reason": {"type": "string", "minLength": 1},
            "at": {"type": "string"}
          }
        },
        "testSetUses": {"type": "integer", "minimum": 1}
      }
    }
    """

  static let results = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "one image of one candidate",
      "type": "object",
      "required": ["schema", "candidate", "seed", "image", "split", "checks"],
      "properties": {
        "schema": {"const": "evalbench.compare/1"},
        "candidate": {"type": "string"},
        "seed": {"type": "integer", "minimum": 0},
        "image": {"type": "string"},
        "target": {"type": "string"},
        "split": {"enum": ["train", "validation", "test"]},
        "sensor": {"type": "string"},
        "filter": {"type": "string"},
        "sha256": {"type": "string"},
        "checks": {
          "type": "object",
          "additionalProperties": {
            "type": "object",
            "required": ["status"],
            "properties": {
              "status": {"enum": ["measured", "notApplicable", "failed"]},
              "value": {"type": ["number", "string"]},
              "unit": {"type": "string"},
              "version": {"type": "integer"},
              "count": {"type": "integer"},
              "reason": {"type": "string"}
            }
          }
        }
      }
    }
    """

  static let event = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "one event of evalbench gate --message-format json",
      "type": "object",
      "additionalProperties": false,
      "required": ["schema", "reason"],
      "properties": {
        "schema": {"const": "evalbench.event/1"},
        "reason": {"enum": ["image-complete", "rule-evaluated", "run-complete", "shard-complete"]},
        "candidate": {"type": "string"},
        "image": {"type": "string"},
        "done": {"type": "integer", "minimum": 1},
        "of": {"type": "integer", "minimum": 1},
        "cached": {"type": "boolean"},
        "rule": {"type": "string"},
        "criterion": {"type": "string"},
        "bin": {"type": "string"},
        "slice": {"type": "object", "additionalProperties": {"type": "string"}},
        "verdict": {"type": "string"},
        "message": {"type": "string"},
        "passed": {"type": "boolean"},
        "exitCode": {"type": "integer"}
      }
    }
    """

  static let badge = """
    {
      "$schema": "https://json-schema.org/draft/2020-12/schema",
      "title": "shields.io endpoint badge",
      "type": "object",
      "additionalProperties": false,
      "required": ["schemaVersion", "label", "message", "color"],
      "properties": {
        "schemaVersion": {"const": 1},
        "label": {"type": "string"},
        "message": {"type": "string", "minLength": 1},
        "color": {"enum": ["brightgreen", "yellow", "orange", "red"]},
        "isError": {"type": "boolean"}
      }
    }
    """
}
