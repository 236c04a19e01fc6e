public import KernelTable

extension Parallel {
  /// Scalars that one piece copies.
  private static let piece = 1 << 16

  /// Copies scalars on all threads.
  public static func copy(_ source: UnsafePointer<Float>, to target: Floats, count: Int) {
    run((count + piece - 1) / piece) { index, _ in
      let first = index * piece
      (target + first).update(from: source + first, count: min(piece, count - first))
    }
  }

  /// Fills scalars with zeros on all threads.
  public static func clear(_ target: Floats, count: Int) {
    run((count + piece - 1) / piece) { index, _ in
      let first = index * piece
      (target + first).update(repeating: 0, count: min(piece, count - first))
    }
  }
}
