#if canImport(Glibc)
  internal import Glibc
#endif

extension SourceCatalogue {
  /// The header line, the same that the oracle's scenes have.
  public static let csvHeader =
    "id,x,y,flux,mag,fwhm,snr,role,pair_id,sep_fwhm,dmag,isolated,saturated"

  /// Reads a catalogue; only `x`, `y` and `flux` must be there, in any order of columns.
  ///
  /// Without a column, `id` counts from 0, `mag` follows from the flux, `fwhm` and `snr` are 0, and the rest takes the
  /// defaults of ``Source``.
  public init(csv path: String) throws(ImageError) {
    let table = try CSVTable(FileBytes.read(path), path: path, required: ["x", "y", "flux"])
    sources = []
    sources.reserveCapacity(table.rows.count)
    for (index, row) in table.rows.enumerated() {
      let flux = try table.number(row, "flux")
      sources.append(
        Source(
          id: try table.integer(row, "id", or: index), x: try table.number(row, "x"),
          y: try table.number(row, "y"), flux: flux,
          magnitude: try table.number(row, "mag", or: flux > 0 ? 25 - 2.5 * log10(flux) : 99),
          fwhm: try table.number(row, "fwhm", or: 0),
          signalToNoise: try table.number(row, "snr", or: 0),
          role: table.text(row, "role") ?? "star", pair: try table.integer(row, "pair_id", or: -1),
          separation: try table.number(row, "sep_fwhm", or: 0),
          magnitudeDifference: try table.number(row, "dmag", or: 0),
          isIsolated: try table.flag(row, "isolated", or: true),
          isSaturated: try table.flag(row, "saturated", or: false)))
    }
  }

  /// The catalogue as CSV with ``csvHeader``; numbers have as many digits as they need to be read back exactly.
  public var csv: String {
    var text = Self.csvHeader + "\n"
    for source in sources {
      let role = source.role.filter { $0 != "," && !$0.isNewline }
      text += "\(source.id),\(source.x),\(source.y),\(source.flux),\(source.magnitude),"
      text += "\(source.fwhm),\(source.signalToNoise),\(role),\(source.pair),\(source.separation),"
      text +=
        "\(source.magnitudeDifference),\(source.isIsolated ? 1 : 0),\(source.isSaturated ? 1 : 0)\n"
    }
    return text
  }

  /// Writes ``csv``, whole or not at all.
  public func write(csv path: String) throws(ImageError) { try AtomicFile.write(csv, to: path) }
}
