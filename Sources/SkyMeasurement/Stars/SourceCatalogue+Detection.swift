package import AstroImages
private import Foundation

extension SourceCatalogue {
  /// A catalogue made from a reference frame that came without one.
  ///
  /// Peaks of five sigma become sources; those as wide as the point spread and round are stars, the rest has the role
  /// `extended` and counts as not isolated, so that no shape and no flux is measured on it. Fluxes are aperture fluxes, and
  /// signal-to-noise is what an optimal extraction (Horne 1986) of a Gaussian of that flux would reach in the noisy input.
  /// `noise`: the input's; a reference that has noise of its own raises the threshold to five sigma of it.
  package init(
    detectedIn reference: Plane, noise: NoiseModel, pointSpread: PointSpreadEstimate,
    fullScale: Double
  ) throws(SkyMeasurementError) {
    let fwhm = pointSpread.fwhm
    let detector = LoweredGaussian(fwhm: fwhm)
    let background = try BackgroundMesh(of: reference, cell: 32).level
    let level = OrderStatistics.quantile(0.1, of: background.values)
    let sky = max(noise.variance(at: level).squareRoot(), reference.pixelNoise)
    let found = detector.detections(in: reference, above: 5 * sky * detector.relativeError)
    let places = found.map { SIMD2($0.x, $0.y) }
    let fluxes = try AperturePhotometry.fluxes(in: reference, at: places, fwhm: fwhm)
    let lit = found.indices.filter { fluxes[$0] > 0 }
    let index = PointIndex(lit.map { places[$0] }, reach: 8 * fwhm)
    let profile = Self.gaussian(fwhm: fwhm)

    self.init(
      lit.enumerated().map { number, i in
        let place = places[i]
        let flux = fluxes[i]
        let column = min(max(Int(place.x.rounded()), 0), reference.width - 1)
        let row = min(max(Int(place.y.rounded()), 0), reference.height - 1)
        let isCrowded = index.near(place, within: 8 * fwhm).contains {
          $0.index != number && fluxes[lit[$0.index]] > 0.02 * flux
        }
        let isStar = Self.isStar(reference, place, fwhm)
        let peak = reference.largest(near: column, row, within: Int(fwhm.rounded(.up)))
        let under = background[column, row]
        let signal = profile.reduce(0) {
          let light = flux * $1
          return $0 + light * light / noise.variance(at: under + light)
        }
        return Source(
          id: number, x: place.x, y: place.y, flux: flux, magnitude: 25 - 2.5 * log10(flux),
          fwhm: fwhm, signalToNoise: signal.squareRoot(), role: isStar ? "star" : "extended",
          isIsolated: isStar && !isCrowded, isSaturated: peak >= 0.95 * fullScale)
      })
  }

  /// The pixels of a centred unit-sum Gaussian out to three FWHM.
  private static func gaussian(fwhm: Double) -> [Double] {
    let sigma = fwhm * PointSource.sigmaPerFWHM
    let half = Int((3 * fwhm).rounded(.up))
    var values: [Double] = []
    for y in -half...half {
      for x in -half...half { values.append(exp(-Double(x * x + y * y) / (2 * sigma * sigma))) }
    }
    let total = Sums.sum(values)
    return values.map { $0 / total }
  }

  /// Whether a peak is as wide as the point spread and round.
  private static func isStar(_ plane: Plane, _ place: SIMD2<Double>, _ fwhm: Double) -> Bool {
    guard let moments = StarMoments(in: plane, x: place.x, y: place.y, fwhm: fwhm) else {
      return false
    }
    let (column, row) = (Int(place.x.rounded()), Int(place.y.rounded()))
    return !plane.isSpike(at: column, row) && moments.fwhm > 0.7 * fwhm && moments.fwhm < 1.4 * fwhm
      && hypot(moments.e1, moments.e2) < 0.4
  }
}

extension Plane {
  /// The noise of single pixels, from differences of neighbours: structure wider than a pixel drops out.
  package var pixelNoise: Double {
    guard width > 1 else { return 0 }
    var differences: [Double] = []
    differences.reserveCapacity(count)
    for y in 0..<height {
      for x in 1..<width { differences.append(values[y * width + x] - values[y * width + x - 1]) }
    }
    return OrderStatistics.robustSigma(differences) / 2.0.squareRoot()
  }

  /// The largest value within a square around a pixel.
  fileprivate func largest(near column: Int, _ row: Int, within reach: Int) -> Double {
    var value = -Double.infinity
    for y in max(row - reach, 0)...min(row + reach, height - 1) {
      for x in max(column - reach, 0)...min(column + reach, width - 1) {
        value = max(value, self[x, y])
      }
    }
    return value
  }
}
