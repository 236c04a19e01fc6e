import Evaluation
import SkyMeasurement
import Statistics

/// What became of each spatial frequency.
struct TransferFunction: SampleMeasurement {
  struct Ring: Sendable {
    /// Limits in cycles a pixel.
    let low: Double
    let high: Double
    /// `Re<D C*> / <C C*>` with its standard error.
    let transfer: Double
    let error: Double
    /// What the best linear filter would give: `P_C / (P_C + P_N)`.
    let wiener: Double
    /// The input's signal power over its noise power.
    let signalToNoise: Double
    /// Fourier ring correlation with the truth, of output and input.
    let correlation: Double
    let inputCorrelation: Double
    /// The part of the output that the truth does not explain, over the input's noise, amplitude, with its error.
    let incoherent: Double
    let incoherentError: Double
    let modes: Double

    /// Half the width of the transfer's 95 % interval: the error is itself estimated from few modes in the coarsest rings.
    var halfWidth: Double { student * error }

    /// Half the width of the interval of the correlation's change, by Fisher's variance of both, as if independent.
    var changeHalfWidth: Double {
      let (a, b) = (1 - correlation * correlation, 1 - inputCorrelation * inputCorrelation)
      return student * ((a * a + b * b) / freedom).squareRoot()
    }

    private var freedom: Double { max(Self.independent(modes) - 1, 0.5) }
    private var student: Double { StudentDistribution(freedom: freedom).factor() }

    /// Hann's window correlates about 2.6 neighbouring modes; two of a real frame are one.
    static func independent(_ modes: Double) -> Double { modes / 2 / 2.6 }
  }

  let rings: [Ring]

  init(sample: Sample, plane: Int) throws {
    let scene = try sample.scene.measurement(SceneSpectra.self, plane: plane)
    let output = try sample.measurement(OutputSpectrum.self, plane: plane).denoised
    let known = try sample.scene.measurement(RingPowers.self, plane: plane)
    let clean = scene.clean
    let outputPower = scene.rings.sum {
      output.real[$0] * output.real[$0] + output.imaginary[$0] * output.imaginary[$0]
    }
    let cross = scene.rings.sum {
      output.real[$0] * clean.real[$0] + output.imaginary[$0] * clean.imaginary[$0]
    }
    rings = (0..<Rings.count).compactMap { i in
      let modes = scene.rings.modes[i]
      let (truth, noise) = (known.clean[i], known.noise[i])
      guard modes >= 8, truth > 0, noise > 0, outputPower[i] > 0, known.noisy[i] > 0 else {
        return nil
      }
      let independent = Ring.independent(modes)
      let transfer = cross[i] / truth
      return Ring(
        low: Rings.edges[i], high: Rings.edges[i + 1], transfer: transfer,
        error: (max(outputPower[i] / truth - transfer * transfer, 0) / independent).squareRoot(),
        wiener: truth / (truth + noise), signalToNoise: truth / noise,
        correlation: cross[i] / (truth * outputPower[i]).squareRoot(),
        inputCorrelation: known.cross[i] / (truth * known.noisy[i]).squareRoot(),
        incoherent: (max(outputPower[i] - transfer * transfer * truth, 0) / noise).squareRoot(),
        incoherentError: 1 / independent.squareRoot(), modes: modes)
    }
  }

  /// Rings where the input has at least as much signal as noise and the transfer is known to a tenth.
  var reliable: [Ring] { rings.filter { $0.signalToNoise >= 1 && $0.error < 0.1 } }

  func requireReliable() throws -> [Ring] {
    let found = reliable
    guard !found.isEmpty else {
      throw NotApplicable("at no spatial frequency does the scene's structure exceed the noise")
    }
    return found
  }
}

extension TransferFunction.Ring {
  /// `0.1-0.125 cycles/px`.
  var name: String { "\(low)-\(high) cycles/px" }
}

/// Powers of the truth, the input and its noise by ring.
struct RingPowers: SceneMeasurement {
  let clean: [Double]
  let noisy: [Double]
  let noise: [Double]
  /// `Re<N C*>`.
  let cross: [Double]

  init(scene: EvaluationScene, plane: Int) throws {
    let spectra = try scene.measurement(SceneSpectra.self, plane: plane)
    let (c, n) = (spectra.clean, spectra.noisy)
    clean = spectra.rings.sum { c.real[$0] * c.real[$0] + c.imaginary[$0] * c.imaginary[$0] }
    noisy = spectra.rings.sum { n.real[$0] * n.real[$0] + n.imaginary[$0] * n.imaginary[$0] }
    noise = spectra.rings.sum {
      let (re, im) = (n.real[$0] - c.real[$0], n.imaginary[$0] - c.imaginary[$0])
      return re * re + im * im
    }
    cross = spectra.rings.sum { n.real[$0] * c.real[$0] + n.imaginary[$0] * c.imaginary[$0] }
  }
}
