import AstroImages
import Evaluation
import SkyMeasurement

/// The red, green and blue planes of a colour frame.
struct ColourPlanes {
  let red: Int
  let green: Int
  let blue: Int

  /// The planes named R, G and B, or the first three.
  init(_ image: AstroImage) throws {
    guard image.channels >= 3 else { throw NotApplicable("the frame has no colour") }
    let names = image.channelNames.map { $0.uppercased() }
    if let r = names.firstIndex(of: "R"), let g = names.firstIndex(of: "G"),
      let b = names.firstIndex(of: "B")
    {
      (red, green, blue) = (r, g, b)
    } else {
      (red, green, blue) = (0, 1, 2)
    }
  }

  var all: [Int] { [red, green, blue] }
}

/// Fluxes of isolated stars of signal-to-noise 30 and more in all three colours.
struct ColourStars {
  /// Per colour, red first: each star's flux in the truth, and the relative errors in the output and in the input.
  let truth: [[Double]]
  let error: [[Double]]
  let inputError: [[Double]]
  /// Those that each of the planes shows, at a signal-to-noise of 10 and more: the others have no colour to speak of.
  ///
  /// The catalogue knows one brightness a star, that in green. At 10 the bias of a flux's logarithm, half the square of its
  /// relative error, is 0.5 %.
  let shown: [Int]

  init(_ sample: Sample, _ planes: ColourPlanes) throws {
    let scenes = try planes.all.map { try sample.scene.measurement(SceneFluxes.self, plane: $0) }
    let outputs = try planes.all.map { try sample.measurement(StarFluxes.self, plane: $0) }
    let places = scenes.map { scene in
      Dictionary(uniqueKeysWithValues: scene.sources.enumerated().map { ($1, $0) })
    }
    let bright = scenes[1].sources.indices.filter { scenes[1].signalToNoise[$0] >= 30 }
      .map { scenes[1].sources[$0] }
    let noises = try planes.all.map { try sample.scene.measurement(MatchedNoise.self, plane: $0) }
    var truth = [[Double]](repeating: [], count: 3)
    var error = truth
    var inputError = truth
    var shown: [Int] = []
    for source in bright {
      let slots = places.compactMap { $0[source] }
      guard slots.count == 3 else { continue }
      let isShown = slots.indices.allSatisfy { k in
        scenes[k].truth[slots[k]] >= 10 * noises[k].flux(at: scenes[k].places[slots[k]])
      }
      if isShown { shown.append(truth[0].count) }
      for k in 0..<3 {
        truth[k].append(scenes[k].truth[slots[k]])
        error[k].append(outputs[k].error[slots[k]])
        inputError[k].append(scenes[k].inputError[slots[k]])
      }
    }
    self.truth = truth
    self.error = error
    self.inputError = inputError
    self.shown = shown
  }

  var count: Int { truth[0].count }
}
