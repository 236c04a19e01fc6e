internal import CImageIO

/// The table of a tile-compressed image (FITS Standard 4.0, section 10), checked because cfitsio's decoders trust it.
struct FITSTiles {
  private let header: FITSHeader
  private let axes: [Int]
  private let path: String

  init(_ header: FITSHeader, axes: [Int], path: String) {
    self.header = header
    self.axes = axes
    self.path = path
  }

  /// Throws unless every tile's bytes lie inside the file and say no more than its pixels.
  func check(_ bytes: [UInt8]) throws(ImageError) {
    let method = header["ZCMPTYPE"]?.trimmingSpaces() ?? ""
    let known = ["RICE_1", "RICE_ONE", "GZIP_1", "GZIP_2", "PLIO_1", "HCOMPRESS_1", "NOCOMPRESS"]
    guard known.contains(method) else {
      throw ImageError(.unsupported, path: path, "tile compression '\(method)' is not supported")
    }
    guard let rowLength = header.integer("NAXIS1"), let rows = header.integer("NAXIS2"),
      let heap = header.integer("PCOUNT"), rowLength > 0
    else { throw damaged("it states no valid table size") }
    var tilePixels = 1
    var tileCount = 1
    for (index, length) in axes.enumerated() {
      let tile = header.integer("ZTILE\(index + 1)") ?? (index == 0 ? length : 1)
      guard tile > 0, tile <= max(length, 1) * 2 else { throw damaged("a tile has no valid size") }
      guard let pixels = FITSHeader.product(tilePixels, tile),
        let count = FITSHeader.product(tileCount, (length + tile - 1) / tile)
      else { throw damaged("its tiles have no valid size") }
      (tilePixels, tileCount) = (pixels, count)
    }
    guard tileCount == rows else { throw damaged("it needs \(tileCount) tiles and has \(rows)") }
    try checkParameters()
    let columns = try descriptorColumns(rowLength: rowLength)
    let heapStart = header.dataStart + (header.integer("THEAP") ?? rowLength * rows)
    guard heapStart >= header.dataStart, heapStart <= bytes.count,
      heap >= 0, heap <= bytes.count - header.dataStart
    else { throw damaged("its heap lies outside of the file") }
    let heapEnd = min(bytes.count, header.dataStart + rowLength * rows + heap)
    for row in 0..<rows {
      for column in columns {
        let at = header.dataStart + row * rowLength + column.offset
        let (count, offset) = (
          number(bytes, at, column.wide), number(bytes, at + (column.wide ? 8 : 4), column.wide)
        )
        guard count >= 0, offset >= 0,
          let length = FITSHeader.product(count, column.bytesPerElement),
          offset <= heapEnd - heapStart, length <= heapEnd - heapStart - offset
        else { throw damaged("tile \(row + 1) lies outside of the file") }
        guard length > 0 else { continue }
        let tile = bytes[(heapStart + offset)..<(heapStart + offset + length)]
        if column.isFallback || column.isPixels && method.hasPrefix("GZIP") {
          try checkGzip(tile, tilePixels)
        } else if column.isPixels {
          try checkTile(tile, method, tilePixels)
        }
      }
    }
  }

  /// Decoders whose streams state their own sizes are held to the tile's.
  private func checkTile(_ tile: ArraySlice<UInt8>, _ method: String, _ pixels: Int)
    throws(ImageError)
  {
    let start = tile.startIndex
    if method == "HCOMPRESS_1" {
      guard tile.count >= 14, tile[start] == 0xDD, tile[start + 1] == 0x99 else {
        throw damaged("an HCOMPRESS tile does not begin as one")
      }
      let sizes = [2, 6].map { offset in
        tile[(start + offset)..<(start + offset + 4)].reduce(0) { $0 << 8 | Int($1) }
      }
      guard let product = FITSHeader.product(sizes[0], sizes[1]), product > 0, product <= pixels
      else {
        throw damaged("an HCOMPRESS tile states another size than its own")
      }
    }
    if method == "PLIO_1" {
      func word(_ index: Int) -> Int {
        Int(
          Int16(
            bitPattern: UInt16(tile[start + 2 * index]) << 8 | UInt16(tile[start + 2 * index + 1])))
      }
      guard tile.count >= 8 else { throw damaged("a PLIO tile is too short") }
      let length = word(2) > 0 ? word(2) : tile.count >= 10 ? word(4) << 15 + word(3) : -1
      guard length >= 0, length <= tile.count / 2 else {
        throw damaged("a PLIO tile states another length than its own")
      }
    }
  }

  /// cfitsio unpacks a damaged gzip stream for ever, into ever more memory: only whole ones may reach it.
  private func checkGzip(_ tile: ArraySlice<UInt8>, _ pixels: Int) throws(ImageError) {
    var out = ebk_bytes()
    let status = tile.withUnsafeBufferPointer {
      ebk_decompress_gzip($0.baseAddress, $0.count, UInt64(pixels) * 8, &out)
    }
    defer { ebk_bytes_free(&out) }
    guard status == EBK_OK else { throw damaged("a tile holds \(NativeImage.text(&out.message))") }
  }

  private func checkParameters() throws(ImageError) {
    for index in 1...20 {
      guard let name = header["ZNAME\(index)"]?.trimmingSpaces() else { break }
      let value = header.integer("ZVAL\(index)")
      if name == "BLOCKSIZE", !(1...4096).contains(value ?? 32) {
        throw damaged("its BLOCKSIZE is not valid")
      }
      if name == "BYTEPIX", ![1, 2, 4, 8].contains(value ?? 4) {
        throw damaged("its BYTEPIX is not valid")
      }
    }
  }

  private struct Column {
    var offset: Int
    var wide: Bool
    var bytesPerElement: Int
    /// Whether the column holds the method's own streams.
    var isPixels: Bool
    /// Whether it holds the gzip streams that take the place of tiles that the method could not hold.
    var isFallback: Bool
  }

  /// The variable-length columns: their place in a row, and whether descriptors have 32 or 64 bits.
  private func descriptorColumns(rowLength: Int) throws(ImageError) -> [Column] {
    var columns: [Column] = []
    var offset = 0
    for field in 1...max(1, min(999, header.integer("TFIELDS") ?? 0)) {
      guard let form = header["TFORM\(field)"]?.trimmingSpaces() else {
        throw damaged("TFORM\(field) is missing")
      }
      let digits = form.prefix { $0.isASCII && $0.isNumber }
      guard let repeats = digits.isEmpty ? 1 : Int(digits), repeats >= 0, repeats < 1 << 30,
        let type = form.dropFirst(digits.count).first
      else { throw damaged("TFORM\(field) is not valid") }
      let size: Int
      switch type {
      case "P", "Q":
        let element = form.dropFirst(digits.count + 1).first.flatMap { Self.sizes[$0] } ?? 1
        size = type == "P" ? 8 : 16
        if repeats == 1 {
          let name = header["TTYPE\(field)"]?.trimmingSpaces().uppercased()
          columns.append(
            Column(
              offset: offset, wide: type == "Q", bytesPerElement: element,
              isPixels: name == "COMPRESSED_DATA", isFallback: name == "GZIP_COMPRESSED_DATA"))
        }
      case "X": size = 1
      default:
        guard let known = Self.sizes[type] else { throw damaged("TFORM\(field) is not valid") }
        size = known
      }
      offset += type == "X" ? (repeats + 7) / 8 : size * repeats
      guard offset <= rowLength else { throw damaged("its columns are wider than its rows") }
    }
    return columns
  }

  private static let sizes: [Character: Int] = [
    "L": 1, "B": 1, "A": 1, "I": 2, "J": 4, "K": 8, "E": 4, "D": 8, "C": 8, "M": 16,
  ]

  private func number(_ bytes: [UInt8], _ at: Int, _ wide: Bool) -> Int {
    let length = wide ? 8 : 4
    guard at >= 0, at + length <= bytes.count else { return -1 }
    let value = bytes[at..<at + length].reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    return wide ? Int(truncatingIfNeeded: value) : Int(Int32(truncatingIfNeeded: value))
  }

  private func damaged(_ what: String) -> ImageError {
    ImageError(.corrupt, path: path, "the tile-compressed image is damaged: \(what)")
  }
}
