internal import Foundation

/// What a badge says: `pass 18/18`, with every stamp that limits it.
private func badge(_ result: GateResult) -> (message: String, color: String) {
  let counts = result.counts
  let asked =
    counts.passed + counts.failed + counts.inconclusive + counts.notRun + counts.warned
    + counts.waived
  var message = "\(result.verdict.rawValue.lowercased()) \(counts.passed)/\(asked)"
  if counts.waived > 0 { message += ", \(counts.waived) waived" }
  if result.rubberStamped { message += ", rubber-stamped" }
  if result.subset { message += ", subset" }
  if result.warnOnly { message += ", warn-only" }
  switch result.verdict {
  case .pass: return (message, result.rubberStamped || result.subset ? "yellow" : "brightgreen")
  case .warn: return (message, "yellow")
  case .fail: return (message, "red")
  default: return (message, "orange")
  }
}

/// A badge for shields.io's endpoint: https://shields.io/badges/endpoint-badge.
public enum BadgeJSON: GateOutput {
  public static let id = "badge-json"
  public static let fileName = "badge.json"

  private struct Endpoint: Encodable {
    var schemaVersion = 1
    var label = "denoise gate"
    var message: String
    var color: String
    var isError: Bool
  }

  public static func render(_ result: GateResult) throws -> [UInt8] {
    let (message, color) = badge(result)
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys]
    return [UInt8](
      try encoder.encode(
        Endpoint(message: message, color: color, isError: !result.passed))) + [0x0A]
  }
}

/// A badge as a picture of its own.
public enum BadgeSVG: GateOutput {
  public static let id = "badge-svg"
  public static let fileName = "badge.svg"

  public static func render(_ result: GateResult) throws -> [UInt8] {
    let (message, color) = badge(result)
    // Dark enough for white text at 4.5 to 1.
    let fill =
      ["brightgreen": "#2a6f00", "yellow": "#7a5c00", "red": "#b3261e"][color] ?? "#9a4a00"
    let label = "denoise gate"
    let (left, right) = (label.count * 7 + 12, message.count * 7 + 12)
    let title = XMLText.escaped("\(label): \(message)")
    return Array(
      """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(left + right)" height="20" role="img" aria-label="\(title)">
      <title>\(title)</title>
      <rect width="\(left)" height="20" fill="#444"/><rect x="\(left)" width="\(right)" height="20" fill="\(fill)"/>
      <g fill="#fff" font-family="Verdana,DejaVu Sans,sans-serif" font-size="11" text-anchor="middle">
      <text x="\(left / 2)" y="14">\(label)</text><text x="\(left + right / 2)" y="14">\(XMLText.escaped(message))</text>
      </g>
      </svg>

      """.utf8)
  }
}
