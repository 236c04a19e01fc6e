internal import Evaluation

/// A run whose every name was chosen to break the page that shows it.
enum HostileRecord {
  static let names = [
    "<script>window.pwned = 1</script>",
    "\"><img src=x onerror=\"window.pwned = 2\">",
    // A quote with an accent is one character that equals no quote.
    "\"\u{301} onmouseover=\u{301}\"window.pwned = 3\" tabindex=1 autofocus onfocus=\"window.pwned = 3\" x=\"\u{301}",
    "' onclick='window.pwned = 4",
    "\u{202E}gnp.exe\u{202C} \u{200F}right to left",
    String(repeating: "very-long-name-", count: 20),
    "{{title}} {{{verdict}}} {{> script}}",
    "bell \u{7} null \u{0} escape \u{1B}[31m line\nbreak\r\ntab\t | pipe ` tick",
    "</style></title></textarea><svg onload=window.pwned=5>",
  ]

  static func make() -> RunRecord {
    var record = SmallRecord.make()
    let all = names.joined(separator: " & ")
    record.title = all
    record.preset = names[0]
    record.verdict = names
    record.winner = .init(
      candidate: names[2], reason: all, onnxFile: names[1], modelCard: names[0])
    let template = record.rows
    record.candidates = names.map { name in
      var candidate = record.candidates[0]
      candidate.name = name
      candidate.specification = name
      candidate.summary = name
      candidate.weightsFile = name
      candidate.weightsSHA256 = name
      candidate.normalization = name
      candidate.training?.lossName = name
      return candidate
    }
    record.rows = names.flatMap { name in
      template.filter { $0.candidate == "unet" }.map { row in
        var row = row
        row.candidate = name
        row.reason = row.reason == nil ? nil : name
        row.finding?.countUnit = name
        row.finding?.parts = [.init(name, .nan, unit: name)]
        if row.check == "star-loss" { row.finding?.value = .infinity }
        return row
      }
    }
    for index in record.scenes.indices {
      record.scenes[index].kind = names[index]
      record.scenes[index].origin = names[1]
      record.scenes[index].sensor = names[2]
      record.scenes[index].sha256 = names[0]
      record.scenes[index].notes = names
    }
    for index in record.checks.indices {
      record.checks[index].title = names[index]
      record.checks[index].unit = names[2]
      record.checks[index].rationale = all
    }
    record.crops[0].reason = names[2]
    record.crops[0].stretch = names[1]
    record.crops[0].differenceScale = names[0]
    record.crops[0].panels = names.map { .init(role: .output, candidate: $0, file: "../\($0)") }
    record.provenance.commandLine = names
    record.provenance.configuration = all
    record.provenance.commit = names[0]
    record.provenance.versions = names.map { .init(name: $0, version: $0) }
    record.provenance.data = names.map { .init(name: $0, sha256: $0) }
    return record
  }
}
