import Kernels

/// NAFNet's block by its definition, in double precision, on images in plain order.
struct DirectGatedBlock {
  let channels: Int
  let batch: Int
  let height: Int
  let width: Int
  let epsilon = 1e-6

  var pixels: Int { height * width }
  var count: Int { batch * channels * pixels }

  /// The scalars of each parameter, in the order of ``parameters(_:)``.
  var parameterCounts: [Int] {
    let c = channels
    return [
      c, c, 2 * c * c, 2 * c, 18 * c, 2 * c, c * c, c, c * c, c, c, c, c, 2 * c * c, 2 * c, c * c,
      c, c,
    ]
  }

  static let parameterNames = [
    "norm1 weight", "norm1 bias", "expansion1 weight", "expansion1 bias", "depthwise weight",
    "depthwise bias", "attention weight", "attention bias", "projection1 weight",
    "projection1 bias", "beta", "norm2 weight", "norm2 bias", "expansion2 weight",
    "expansion2 bias", "projection2 weight", "projection2 bias", "gamma",
  ]

  /// Parameters from a list in a fixed order.
  static func parameters<Value>(_ v: [Value]) -> GatedBlockParameters<Value> {
    GatedBlockParameters(
      norm1: (v[0], v[1]), expansion1: (v[2], v[3]), depthwise: (v[4], v[5]),
      attention: (v[6], v[7]), projection1: (v[8], v[9]), beta: v[10], norm2: (v[11], v[12]),
      expansion2: (v[13], v[14]), projection2: (v[15], v[16]), gamma: v[17])
  }

  /// The block's result.
  func forward(_ x: [Double], _ p: GatedBlockParameters<[Double]>) -> [Double] {
    let c = channels
    var t = pointwise(normalize(x, p.norm1), c, 2 * c, p.expansion1)
    t = gate(depthwise(t, p.depthwise))
    var means = [Double](repeating: 0, count: batch * c)
    for plane in 0..<(batch * c) {
      for i in 0..<pixels { means[plane] += t[plane * pixels + i] / Double(pixels) }
    }
    for entry in 0..<batch {
      for output in 0..<c {
        var factor = p.attention.bias[output]
        for input in 0..<c {
          factor += p.attention.weight[output * c + input] * means[entry * c + input]
        }
        for i in 0..<pixels { t[(entry * c + output) * pixels + i] *= factor }
      }
    }
    let y = add(x, pointwise(t, c, c, p.projection1), p.beta)
    t = gate(pointwise(normalize(y, p.norm2), c, 2 * c, p.expansion2))
    return add(y, pointwise(t, c, c, p.projection2), p.gamma)
  }

  private func normalize(_ x: [Double], _ p: (weight: [Double], bias: [Double])) -> [Double] {
    var result = x
    for entry in 0..<batch {
      for i in 0..<pixels {
        func place(_ channel: Int) -> Int { (entry * channels + channel) * pixels + i }
        var mean = 0.0
        for channel in 0..<channels { mean += x[place(channel)] / Double(channels) }
        var variance = 0.0
        for channel in 0..<channels {
          variance += (x[place(channel)] - mean) * (x[place(channel)] - mean) / Double(channels)
        }
        let factor = 1 / (variance + epsilon).squareRoot()
        for channel in 0..<channels {
          result[place(channel)] =
            (x[place(channel)] - mean) * factor * p.weight[channel] + p.bias[channel]
        }
      }
    }
    return result
  }

  private func pointwise(
    _ x: [Double], _ inputs: Int, _ outputs: Int, _ p: (weight: [Double], bias: [Double])
  ) -> [Double] {
    var result = [Double](repeating: 0, count: batch * outputs * pixels)
    for entry in 0..<batch {
      for output in 0..<outputs {
        let target = (entry * outputs + output) * pixels
        for i in 0..<pixels { result[target + i] = p.bias[output] }
        for input in 0..<inputs {
          let weight = p.weight[output * inputs + input]
          let source = (entry * inputs + input) * pixels
          for i in 0..<pixels { result[target + i] += weight * x[source + i] }
        }
      }
    }
    return result
  }

  private func depthwise(_ x: [Double], _ p: (weight: [Double], bias: [Double])) -> [Double] {
    var result = x
    for plane in 0..<(2 * batch * channels) {
      let channel = plane % (2 * channels)
      for row in 0..<height {
        for column in 0..<width {
          var sum = p.bias[channel]
          for tap in 0..<9 {
            let (y, x1) = (row + tap / 3 - 1, column + tap % 3 - 1)
            guard (0..<height).contains(y), (0..<width).contains(x1) else { continue }
            sum += p.weight[channel * 9 + tap] * x[plane * pixels + y * width + x1]
          }
          result[plane * pixels + row * width + column] = sum
        }
      }
    }
    return result
  }

  private func gate(_ x: [Double]) -> [Double] {
    let half = channels * pixels
    return (0..<count).map { i in
      let first = i / half * 2 * half + i % half
      return x[first] * x[first + half]
    }
  }

  private func add(_ x: [Double], _ branch: [Double], _ factor: [Double]) -> [Double] {
    x.indices.map { x[$0] + branch[$0] * factor[$0 / pixels % channels] }
  }
}
