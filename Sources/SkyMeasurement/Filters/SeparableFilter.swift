extension Plane {
  /// The plane correlated with a kernel along both axes.
  package func filtered(_ kernel: SymmetricKernel, border: Border = .reflect) -> Plane {
    var output = Plane(width: width, height: height, repeating: 0)
    output.values.withUnsafeMutableBufferPointer { target in
      filter(kernel, border: border, rows: 0..<height, into: target)
    }
    return output
  }

  /// The plane smoothed with a Gaussian of `sigma` pixels, cut off at four sigma.
  package func smoothed(sigma: Double) -> Plane { filtered(.smoothing(sigma: sigma)) }

  /// The kernel applied to every pixel whose window lies inside: `radius` pixels smaller on each side.
  package func filteredInside(_ kernel: SymmetricKernel) -> Plane? {
    let r = kernel.radius
    guard width > 2 * r, height > 2 * r else { return nil }
    let full = filtered(kernel)
    var inner = Plane(width: width - 2 * r, height: height - 2 * r, repeating: 0)
    for y in 0..<inner.height {
      for x in 0..<inner.width {
        inner.values[y * inner.width + x] = full.values[(y + r) * width + x + r]
      }
    }
    return inner
  }

  /// Filters some rows, one row at a time: down the columns into a padded row, then along it.
  func filter(
    _ kernel: SymmetricKernel, border: Border, rows: Range<Int>,
    into target: UnsafeMutableBufferPointer<Double>
  ) {
    let r = kernel.radius
    let width = self.width
    var padded = [Double](repeating: 0, count: width + 2 * r)
    values.withUnsafeBufferPointer { source in
      kernel.taps.withUnsafeBufferPointer { taps in
        padded.withUnsafeMutableBufferPointer { row in
          guard let start = source.baseAddress, let line = row.baseAddress,
            let out = target.baseAddress
          else { return }
          var above = [UnsafePointer<Double>](repeating: start, count: r + 1)
          var below = above
          for y in rows {
            for k in 0...r {
              above[k] = start + border.index(y - k, count: height) * width
              below[k] = start + border.index(y + k, count: height) * width
            }
            Self.weigh(above, below, taps, into: line + r, count: width)
            for k in 0..<r {
              line[r - 1 - k] = line[r + border.index(-1 - k, count: width)]
              line[r + width + k] = line[r + border.index(width + k, count: width)]
            }
            for k in 0...r {
              above[k] = UnsafePointer(line + r - k)
              below[k] = UnsafePointer(line + r + k)
            }
            Self.weigh(above, below, taps, into: out + y * width, count: width)
          }
        }
      }
    }
  }

  /// `out[i] = taps[0] a[0][i] + sum over k of taps[k] (a[k][i] + b[k][i])`, eight pixels at a time.
  private static func weigh(
    _ a: [UnsafePointer<Double>], _ b: [UnsafePointer<Double>],
    _ taps: UnsafeBufferPointer<Double>, into out: UnsafeMutablePointer<Double>, count: Int
  ) {
    a.withUnsafeBufferPointer { a in
      b.withUnsafeBufferPointer { b in
        var i = 0
        while i + 8 <= count {
          var sum = taps[0] * load(a[0] + i)
          for k in 1..<max(taps.count, 1) { sum += taps[k] * (load(a[k] + i) + load(b[k] + i)) }
          UnsafeMutableRawPointer(out + i).storeBytes(of: sum, as: SIMD8<Double>.self)
          i += 8
        }
        while i < count {
          var sum = taps[0] * a[0][i]
          for k in 1..<max(taps.count, 1) { sum += taps[k] * (a[k][i] + b[k][i]) }
          out[i] = sum
          i += 1
        }
      }
    }
  }

  @inline(__always)
  private static func load(_ p: UnsafePointer<Double>) -> SIMD8<Double> {
    UnsafeRawPointer(p).loadUnaligned(as: SIMD8<Double>.self)
  }
}
