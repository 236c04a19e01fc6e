/// A comma-separated table with a header line, small enough to hold.
struct CSVTable {
  private var columns: [String: Int]
  /// The rows' fields and the lines that they came from, counted from 1.
  private(set) var rows: [(line: Int, fields: [Substring])]
  private let path: String

  /// Splits a file's text; columns may come in any order, and those that nobody asks for are ignored.
  init(_ bytes: [UInt8], path: String, required: [String]) throws(ImageError) {
    self.path = path
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw ImageError(.corrupt, path: path, "is not text in UTF-8")
    }
    var lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
    if lines.first?.first == "\u{FEFF}" { lines[0].removeFirst() }
    guard let header = lines.first, !header.isEmpty else {
      throw ImageError(
        .corrupt, path: path,
        "line 1: the header line is missing; expected \(required.joined(separator: ","))")
    }
    let names = header.split(separator: ",", omittingEmptySubsequences: false).map {
      $0.trimmingSpaces().lowercased()
    }
    columns = [:]
    for (index, name) in names.enumerated() where columns[name] == nil { columns[name] = index }
    for name in required where columns[name] == nil {
      throw ImageError(
        .corrupt, path: path, "line 1: no column '\(name)'; found \(names.joined(separator: ","))")
    }
    rows = []
    for (index, line) in lines.enumerated().dropFirst() where !line.allSatisfy({ $0 == " " }) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
      guard fields.count == names.count else {
        throw ImageError(
          .corrupt, path: path,
          "line \(index + 1): \(fields.count) fields where the header has \(names.count)")
      }
      rows.append((index + 1, fields))
    }
  }

  /// A field's text, or nil when the column is missing or the field empty.
  func text(_ row: (line: Int, fields: [Substring]), _ name: String) -> String? {
    guard let column = columns[name] else { return nil }
    let field = row.fields[column].trimmingSpaces()
    return field.isEmpty ? nil : field
  }

  /// A field's number; `missing` stands for an absent column or an empty field.
  func number(
    _ row: (line: Int, fields: [Substring]), _ name: String, or missing: Double? = nil
  ) throws(ImageError) -> Double {
    guard let field = text(row, name) else {
      if let missing { return missing }
      throw ImageError(.corrupt, path: path, "line \(row.line): '\(name)' is empty")
    }
    guard let value = Double(field), value.isFinite else {
      throw ImageError(
        .corrupt, path: path, "line \(row.line): '\(name)' is '\(field)', not a number")
    }
    return value
  }

  /// A field's whole number.
  func integer(
    _ row: (line: Int, fields: [Substring]), _ name: String, or missing: Int? = nil
  ) throws(ImageError) -> Int {
    let value = try number(row, name, or: missing.map(Double.init))
    guard let whole = Int(exactly: value) else {
      throw ImageError(
        .corrupt, path: path, "line \(row.line): '\(name)' is \(value), not a whole number")
    }
    return whole
  }

  /// A field that is 0 or 1, true or false.
  func flag(_ row: (line: Int, fields: [Substring]), _ name: String, or missing: Bool)
    throws(ImageError) -> Bool
  {
    switch text(row, name)?.lowercased() {
    case nil: return missing
    case "1", "true": return true
    case "0", "false": return false
    case let other?:
      throw ImageError(
        .corrupt, path: path, "line \(row.line): '\(name)' is '\(other)', not 0 or 1")
    }
  }
}
