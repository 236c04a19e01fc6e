import Evaluation
import SkyMeasurement

/// The output's spectrum, windowed like the scene's.
struct OutputSpectrum: SampleMeasurement {
  let denoised: Spectrum

  var byteCount: Int { denoised.byteCount }

  init(sample: Sample, plane: Int) throws {
    let spectra = try sample.scene.measurement(SceneSpectra.self, plane: plane)
    let output = try sample.measurement(OutputFrame.self, plane: plane)
    denoised = try spectra.spectrum(of: output.denoised)
  }
}
