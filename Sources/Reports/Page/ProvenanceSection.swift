internal import Evaluation

/// Where the run came from and how to repeat it.
struct ProvenanceSection {
  var command: String
  var facts: [Page.Fact]
  var versions: [Page.Fact]
  var data: [Page.Fact]
  var configuration: String
  var schema: String
  var hasData: Bool

  init(_ record: RunRecord) {
    let provenance = record.provenance
    command = provenance.commandLine.map(Self.quoted).joined(separator: " ")
    schema = SafeText.line(record.schema)
    facts = [
      ("Started", SafeText.line(provenance.startedAt)),
      ("evalbench", SafeText.line(provenance.evalbenchVersion)),
      (
        "Commit",
        SafeText.line(provenance.commit) + (provenance.isDirty ? ", with uncommitted changes" : "")
      ),
      ("Seed", String(provenance.seed)),
      ("Threads", String(provenance.threads)),
      ("System", SafeText.line(provenance.operatingSystem)),
      ("Processor", SafeText.line(provenance.processor)),
      ("Kernels", SafeText.line(provenance.cpuLevel)),
    ].map { Page.Fact(label: $0.0, figure: $0.1) }
    versions = provenance.versions.map {
      Page.Fact(label: SafeText.line($0.name), figure: SafeText.line($0.version))
    }
    data = provenance.data.map {
      Page.Fact(label: SafeText.line($0.name), figure: SafeText.line($0.sha256))
    }
    hasData = !data.isEmpty
    configuration = SafeText.block(provenance.configuration)
  }

  /// A word as a shell reads it back.
  static func quoted(_ word: String) -> String {
    let text = SafeText.line(word)
    let plain =
      !text.isEmpty
      && text.unicodeScalars.allSatisfy { scalar in
        scalar.isASCII
          && (scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
            || "-_./:=,@%+".unicodeScalars.contains(scalar))
      }
    return plain
      ? text
      : "'"
        + text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''")
        + "'"
  }
}
