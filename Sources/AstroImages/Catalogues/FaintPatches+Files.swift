extension FaintPatches {
  /// The names of the two files in a scene's folder.
  public static let labelsFile = "patches.fits"
  /// The table beside ``labelsFile``.
  public static let tableFile = "patches.csv"
  /// The table's header line.
  public static let csvHeader = "id,x,y,radius,amp_sigma,amp_adu"

  /// Reads `patches.fits` (the labels, int16) and `patches.csv` from a folder.
  public init(directory: String) throws(ImageError) {
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    let image = try FITS.read(folder + Self.labelsFile)
    guard image.channels == 1 else {
      throw ImageError(
        .unsupported, path: folder + Self.labelsFile, "\(image.channels) planes; labels have one")
    }
    var labels: [Int16] = []
    labels.reserveCapacity(image.pixelCount)
    for value in image.planes[0] {
      guard let label = Int16(exactly: value) else {
        throw ImageError(.corrupt, path: folder + Self.labelsFile, "\(value) is no label")
      }
      labels.append(label)
    }
    let path = folder + Self.tableFile
    let names = Self.csvHeader.split(separator: ",").map(String.init)
    let table = try CSVTable(FileBytes.read(path), path: path, required: names)
    var patches: [Patch] = []
    for row in table.rows {
      patches.append(
        Patch(
          id: try table.integer(row, "id"), x: try table.number(row, "x"),
          y: try table.number(row, "y"),
          radius: try table.number(row, "radius"),
          amplitudeInSigma: try table.number(row, "amp_sigma"),
          amplitude: try table.number(row, "amp_adu")))
    }
    self.init(labels: labels, patches: patches)
  }

  /// The table as CSV with ``csvHeader``.
  public var csv: String {
    patches.reduce(Self.csvHeader + "\n") {
      $0 + "\($1.id),\($1.x),\($1.y),\($1.radius),\($1.amplitudeInSigma),\($1.amplitude)\n"
    }
  }

  /// Writes both files into a folder that exists; `width * height` must be the number of labels.
  public func write(to directory: String, width: Int, height: Int) throws(ImageError) {
    precondition(
      labels.count == width * height, "\(labels.count) labels for \(width) x \(height) pixels")
    let folder = directory.hasSuffix("/") ? directory : directory + "/"
    let image = AstroImage(
      width: width, height: height, planes: [labels.map { Float($0) }], sampleFormat: .int16)
    try FITS.write(image, to: folder + Self.labelsFile)
    try AtomicFile.write(csv, to: folder + Self.tableFile)
  }
}
