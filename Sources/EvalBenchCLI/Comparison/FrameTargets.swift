import AstroImages
import Foundation

/// Finds out which frames show the same piece of sky, so that no target is on two sides of a split.
///
/// Frames are one target when any of these holds: their headers name the same OBJECT; their names differ in the trailing
/// number or filter alone (`M13_001`, `M13_002_Ha`); their headers put them within ``reach`` of each other on the sky, as the bands and the
/// dithered exposures of one field are. Too few targets only cost variety; a target that is split would let a network be
/// judged on what it has learnt.
package enum FrameTargets {
  /// Degrees between reference points below which two frames count as one field.
  static let reach = 0.2
  /// What the report says where the targets cannot fill three splits.
  static let tooFew =
    "These are fewer than three targets (frames with one OBJECT, one name up to a number, or one place on the sky count as one): all of them judge, and networks learn and are chosen on simulated skies."
  private static let placeholders: Set<String> = [
    "", "UNKNOWN", "NONE", "NA", "NULL", "OBJECT", "LIGHT", "TARGET", "UNTITLED",
  ]

  /// What is known about a frame without its pixels.
  package struct Clues: Sendable {
    package var name: String
    package var object: String?
    /// Right ascension and declination of the header's reference point, in degrees.
    package var place: SIMD2<Double>?

    package init(name: String, object: String? = nil, place: SIMD2<Double>? = nil) {
      self.name = name
      self.object = object
      self.place = place
    }

    init(name: String, metadata: ImageMetadata) {
      self.init(name: name, object: metadata["OBJECT"])
      let kind = metadata["CTYPE1"]?.trimmingCharacters(in: .whitespaces).uppercased() ?? ""
      if kind.hasPrefix("RA"), let across = metadata.number("CRVAL1"),
        let up = metadata.number("CRVAL2"), abs(up) <= 90
      {
        place = SIMD2(across, up)
      }
    }
  }

  /// The target of every frame, in their order: the first name that its group has.
  package static func targets(of frames: [Clues]) -> [String] {
    var parent = Array(frames.indices)
    func root(_ index: Int) -> Int {
      var index = index
      while parent[index] != index { index = parent[index] }
      return index
    }
    func join(_ a: Int, _ b: Int) {
      let (a, b) = (root(a), root(b))
      parent[max(a, b)] = min(a, b)
    }
    var firstWithKey: [String: Int] = [:]
    for (index, frame) in frames.enumerated() {
      let key = objectKey(frame).map { "object " + $0 } ?? "file " + stem(frame.name)
      if let first = firstWithKey[key] { join(first, index) } else { firstWithKey[key] = index }
    }
    for a in frames.indices {
      guard let here = frames[a].place else { continue }
      for b in frames.indices.prefix(a) {
        if let there = frames[b].place, distance(here, there) < reach { join(a, b) }
      }
    }
    return frames.indices.map { label(frames[root($0)]) }
  }

  private static func objectKey(_ frame: Clues) -> String? {
    let key = (frame.object ?? "").uppercased().filter { $0.isLetter || $0.isNumber }
    return placeholders.contains(key) ? nil : key
  }

  private static func label(_ frame: Clues) -> String {
    guard objectKey(frame) != nil, let object = frame.object else { return stem(frame.name) }
    return object.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private static let separators: Set<Character> = ["_", "-", ".", " ", "(", ")", "#"]
  /// Names before whose number a target is named.
  private static let catalogues: Set<String> = [
    "M", "NGC", "IC", "SH", "B", "LDN", "LBN", "VDB", "ABELL", "ARP", "C", "HD", "HIP", "TYC",
    "UGC",
  ]
  /// Words at the end of a name that say through which filter the same sky was taken.
  private static let filters: Set<String> = [
    "L", "R", "G", "B", "U", "V", "I", "Z", "Y", "J", "H", "K", "KS", "LUM", "LUMINANCE", "RED",
    "GREEN", "BLUE", "HA", "HALPHA", "OIII", "O3", "SII", "S2", "NII", "RGB", "LRGB", "SHO", "HOO",
  ]

  /// The path without extensions and without the trailing number and filter; the folder alone where nothing else is left.
  private static func stem(_ name: String) -> String {
    var text = name[...]
    for suffix in [".gz", ".fz"] where text.lowercased().hasSuffix(suffix) {
      text = text.dropLast(suffix.count)
    }
    if let dot = text.lastIndex(of: "."), text[dot...].count <= 6 { text = text[..<dot] }
    func lastWord(of text: Substring) -> String {
      String(text.reversed().prefix { $0.isLetter }.reversed()).uppercased()
    }
    // A number stays where it belongs to a catalogue's name: M42, NGC_7000.
    func dropNumbers() {
      while let last = text.last {
        if separators.contains(last) {
          text = text.dropLast()
          continue
        }
        guard last.isNumber else { return }
        var rest = text
        while rest.last?.isNumber == true { rest = rest.dropLast() }
        var before = rest
        while let last = before.last, separators.contains(last) { before = before.dropLast() }
        if catalogues.contains(lastWord(of: before)) { return }
        text = rest
      }
    }
    dropNumbers()
    let word = lastWord(of: text)
    let before = text.dropLast(word.count)
    if filters.contains(word), before.last.map({ separators.contains($0) || $0 == "/" }) ?? false {
      text = before
      dropNumbers()
    }
    if text.last == "/" { text = text.dropLast() }
    return text.isEmpty ? "numbered frames" : String(text)
  }

  /// Degrees between two places, for small distances.
  private static func distance(_ a: SIMD2<Double>, _ b: SIMD2<Double>) -> Double {
    var across = abs(a.x - b.x).truncatingRemainder(dividingBy: 360)
    across = min(across, 360 - across)
    let scale = cos((a.y + b.y) / 2 * .pi / 180)
    return hypot(across * scale, a.y - b.y)
  }
}
