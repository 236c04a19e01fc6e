private import Foundation

/// A table that lays frames upon a reference: columns `path`, `reference`, `a11`, `a12`, `dx`, `a21`, `a22`, `dy`.
///
/// `frame = [[a11, a12], [a21, a22]] (x_ref, y_ref) + (dx, dy)` in 0-based pixels; of Bayer mosaics in 2 x 2 super-pixels
/// where the `stack` column says so. Further columns are allowed.
package struct RegistrationFile: Sendable {
  package struct Row: Equatable, Sendable {
    package var path: String
    package var reference: String
    package var map: AffineMap
    package var isInSuperPixels: Bool
  }

  package static let fileName = "registration.csv"
  package let path: String
  package let rows: [Row]

  package init(path: String) throws {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw ExposureError("\(path): cannot be read; a registration is a CSV table in UTF-8")
    }
    let lines = text.split(whereSeparator: \.isNewline)
    let names =
      lines.first?.split(separator: ",", omittingEmptySubsequences: false).map {
        $0.trimmingCharacters(in: .whitespaces).lowercased()
      } ?? []
    func column(_ name: String) throws -> Int {
      guard let place = names.firstIndex(of: name) else {
        throw ExposureError(
          "\(path): no column '\(name)'; a registration has path, reference, a11, a12, dx, a21, a22, dy"
        )
      }
      return place
    }
    let (file, reference) = (try column("path"), try column("reference"))
    let numbers = try ["a11", "a12", "dx", "a21", "a22", "dy"].map(column)
    let stack = names.firstIndex(of: "stack")
    self.path = path
    rows = try lines.dropFirst().enumerated().map { number, line in
      let fields = line.split(separator: ",", omittingEmptySubsequences: false)
        .map { $0.trimmingCharacters(in: .whitespaces) }
      let values = numbers.compactMap { $0 < fields.count ? Double(fields[$0]) : nil }
      guard values.count == 6, values.allSatisfy(\.isFinite), fields.count > max(file, reference)
      else { throw ExposureError("\(path): line \(number + 2) is no row of a registration") }
      // What no mapping of one camera's frames is would overflow pixels later.
      guard values.allSatisfy({ abs($0) < 1e6 }),
        abs(values[0] * values[4] - values[1] * values[3]) > 1e-3
      else { throw ExposureError("\(path): line \(number + 2) maps no frame onto another") }
      return Row(
        path: fields[file], reference: fields[reference],
        map: AffineMap(
          a: values[0], b: values[1], c: values[2], d: values[3], e: values[4], f: values[5]),
        isInSuperPixels: stack.map { fields[$0].lowercased().contains("super-pixel") } ?? false)
    }
  }

  /// The row of a frame, by the end of its path.
  package func row(for frame: String) -> Row? {
    let wanted = frame.split(separator: "/")
    return rows.filter { row in
      let own = row.path.split(separator: "/")
      let count = min(own.count, wanted.count)
      return count > 0 && own.suffix(count).elementsEqual(wanted.suffix(count))
    }.max { $0.path.count < $1.path.count }
  }
}
