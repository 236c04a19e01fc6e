import Networks

/// Reads an architecture's settings one by one, within bounds, and refuses what nobody asked for.
///
/// Settings also come from the metadata of files that somebody else wrote, hence the bounds.
struct SettingsReader {
  private let id: String
  private let settings: [String: String]
  private var accepted: [String] = []

  init(_ id: String, _ settings: [String: String]) {
    self.id = id
    self.settings = settings
  }

  mutating func integer(
    _ key: String, default value: Int, in range: ClosedRange<Int>
  ) throws(ArchitectureError) -> Int {
    accepted.append("\(key) (\(range.lowerBound) to \(range.upperBound))")
    guard let text = settings[key] else { return value }
    guard let number = Int(text), range.contains(number) else {
      throw refusal(key, text, "a whole number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }

  mutating func integers(
    _ key: String, default value: [Int], in range: ClosedRange<Int>, count: ClosedRange<Int>
  ) throws(ArchitectureError) -> [Int] {
    accepted.append("\(key) (such as \(value.map(String.init).joined(separator: "-")))")
    guard let text = settings[key] else { return value }
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    let numbers = parts.compactMap { Int($0) }
    guard numbers.count == parts.count, count.contains(numbers.count),
      numbers.allSatisfy(range.contains)
    else {
      throw refusal(
        key, text,
        "\(count.lowerBound) to \(count.upperBound) numbers from \(range.lowerBound) to "
          + "\(range.upperBound) joined by '-'")
    }
    return numbers
  }

  mutating func flag(_ key: String) throws(ArchitectureError) -> Bool {
    accepted.append("\(key) (true or false)")
    switch settings[key] {
    case nil, "false": return false
    case "true": return true
    case let text?: throw refusal(key, text, "true or false")
    }
  }

  /// Refuses settings that were not read.
  func finish() throws(ArchitectureError) {
    let known = Set(accepted.compactMap { $0.split(separator: " ").first.map(String.init) })
    guard let key = settings.keys.filter({ !known.contains($0) }).min() else { return }
    throw ArchitectureError(
      "\(id) has no setting '\(key)'; it accepts \(accepted.joined(separator: ", "))")
  }

  private func refusal(_ key: String, _ text: String, _ expected: String) -> ArchitectureError {
    ArchitectureError("\(id): \(key)=\(text) is refused; it must be \(expected)")
  }
}
