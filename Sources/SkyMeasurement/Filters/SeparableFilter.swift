private import Kernels
private import KernelTable

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
    var full = Plane(width: width, height: height, repeating: 0)
    var inner = Plane(width: width - 2 * r, height: height - 2 * r, repeating: 0)
    full.values.withUnsafeMutableBufferPointer { full in
      filter(kernel, border: .reflect, rows: r..<(height - r), into: full)
      inner.values.withUnsafeMutableBufferPointer { target in
        for y in 0..<(height - 2 * r) {
          let row = full[((y + r) * width + r)..<((y + r + 1) * width - r)]
          _ = target[(y * (width - 2 * r))...].update(fromContentsOf: row)
        }
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
            let out = target.baseAddress, let weights = taps.baseAddress
          else { return }
          let weighRows = CPULevel.current.kernels.planes.weighRows
          let above = UnsafeMutablePointer<UnsafePointer<Double>>.allocate(capacity: 2 * (r + 1))
          defer { above.deallocate() }
          let below = above + (r + 1)
          for y in rows {
            for k in 0...r {
              above[k] = start + border.index(y - k, count: height) * width
              below[k] = start + border.index(y + k, count: height) * width
            }
            weighRows(
              .init(above: above, below: below, taps: weights, radius: r, count: width), line + r)
            for k in 0..<r {
              line[r - 1 - k] = line[r + border.index(-1 - k, count: width)]
              line[r + width + k] = line[r + border.index(width + k, count: width)]
            }
            for k in 0...r {
              above[k] = UnsafePointer(line + r - k)
              below[k] = UnsafePointer(line + r + k)
            }
            weighRows(
              .init(above: above, below: below, taps: weights, radius: r, count: width),
              out + y * width)
          }
        }
      }
    }
  }
}
