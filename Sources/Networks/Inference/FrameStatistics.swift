/// The two numbers that place a frame: its level and its noise, in the frame's units.
public struct FrameStatistics: Equatable, Sendable {
  /// The median.
  public var background: Float
  /// The standard deviation of the noise; always above zero.
  public var noise: Float

  public init(background: Float, noise: Float) {
    precondition(noise > 0, "the noise must be above zero, not \(noise)")
    self.background = background
    self.noise = noise
  }

  /// Measures one plane; values that are not finite are left out.
  ///
  /// The noise is the DER_SNR estimate (Stoehr et al. 2008, ASP Conf. Ser. 394, 505):
  /// `1.482602 / sqrt(6) * median |2 x[i] - x[i-2] - x[i+2]|` along rows. Its lag of two pixels looks past the correlation
  /// that debayering and resampling leave between neighbours, and smooth structure cancels. Frames above two million pixels
  /// are sampled by whole rows at a fixed stride, so the answer depends on the values alone.
  public init(measuring plane: [Float], width: Int, height: Int) {
    precondition(plane.count == width * height, "\(plane.count) values for \(width) x \(height)")
    var sample = Sample(width: width, height: height)
    for y in Sample.rows(width: width, height: height) {
      sample.add(plane[(y * width)..<((y + 1) * width)])
    }
    self = sample.statistics()
  }

  /// The rows of one plane that its statistics are made of, at most about four million values however large the frame.
  public struct Sample: Sendable {
    private var levels: [Float] = []
    private var differences: [Float] = []

    /// The sampled rows of a frame.
    public static func rows(width: Int, height: Int) -> StrideTo<Int> {
      stride(from: 0, to: height, by: max(1, width * height / 2_000_000))
    }

    /// A sample without rows yet.
    public init(width: Int, height: Int) {
      let count = width * Self.rows(width: width, height: height).underestimatedCount
      levels.reserveCapacity(count)
      differences.reserveCapacity(count)
    }

    /// Takes in one whole row.
    public mutating func add(_ row: ArraySlice<Float>) {
      row.withUnsafeBufferPointer { row in
        for x in 0..<row.count where row[x].isFinite {
          levels.append(row[x])
          guard x >= 2, x + 2 < row.count else { continue }
          let difference = 2 * row[x] - row[x - 2] - row[x + 2]
          if difference.isFinite { differences.append(abs(difference)) }
        }
      }
    }

    /// The statistics of the rows so far.
    public func statistics() -> FrameStatistics {
      var (levels, differences) = (levels, differences)
      return FrameStatistics(&levels, &differences)
    }
  }

  private init(_ levels: inout [Float], _ differences: inout [Float]) {
    guard let median = medianValue(&levels) else {
      self.init(background: 0, noise: 1)
      return
    }
    var noise = (medianValue(&differences) ?? 0) * (1.482602 / 2.449490)
    if !(noise > 0) {
      // A flat or coarsely quantised frame: fall back on the mean difference, then on the range, then on the level.
      noise = differences.isEmpty ? 0 : differences.reduce(0, +) / Float(differences.count) / 2
      if !(noise > 0) {
        let range = (levels.max() ?? 0) - (levels.min() ?? 0)
        noise = range > 0 ? range * 1e-3 : max(abs(median) * 1e-6, .leastNormalMagnitude * 1e6)
      }
    }
    self.init(background: median, noise: noise)
  }
}

/// The lower median by quickselect; reorders its argument. `nil` for no values.
public func medianValue(_ values: inout [Float]) -> Float? {
  guard !values.isEmpty else { return nil }
  let target = (values.count - 1) / 2
  return values.withUnsafeMutableBufferPointer { buffer in
    var (low, high) = (0, buffer.count - 1)
    while low < high {
      let pivot = buffer[low + (high - low) / 2]
      var (i, j) = (low, high)
      while i <= j {
        while buffer[i] < pivot { i += 1 }
        while buffer[j] > pivot { j -= 1 }
        if i <= j {
          buffer.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if target <= j {
        high = j
      } else if target >= i {
        low = i
      } else {
        break
      }
    }
    return buffer[target]
  }
}
