internal import Evaluation

/// The frames and the origin of the fixture's run.
enum FixtureScenes {
  static let all: [SceneRecord] =
    [
      scene("starfield-a", "Cygnus field", .validation, "starfield"),
      scene("nebula-a", "North America", .validation, "nebula"),
      scene("galaxy-a", "M 81", .validation, "galaxy"),
      scene("starfield-b", "Auriga field", .test, "starfield"),
      scene("nebula-b", "Rosette", .test, "nebula"),
      scene("galaxy-b", "M 101", .test, "galaxy"),
      scene("granulation-b", "Sun", .test, "granulation"),
      scene("doubles-b", "Double stars", .test, "double stars"),
    ] + [
      SceneRecord(
        name: "M31_Ha_300s_stack.fits", target: "M 31", split: .test,
        origin: "user frame with added noise", kind: "stack", sensor: "ZWO ASI2600MM", filter: "Hα",
        width: 1024, height: 1024, channels: 1, fullScale: 65_535, skyNoise: 41.2,
        referenceNoise: 6.31, sha256: String(repeating: "e3b0c44298fc1c14", count: 4),
        notes: ["its own noise is 6.31 counts: figures above 48 dB cannot be told apart on it"])
    ]

  private static func scene(
    _ name: String, _ target: String, _ split: RunRecord.Split, _ kind: String
  ) -> SceneRecord {
    SceneRecord(
      name: name, target: target, split: split, origin: "simulated", kind: kind,
      sensor: "ZWO ASI2600MM", filter: "L", width: 768, height: 768, channels: 1,
      fullScale: 65_535, skyNoise: 38.75, referenceNoise: 0,
      sha256: String(repeating: "a7ffc6f8bf1ed766", count: 4))
  }

  static let provenance = Provenance(
    evalbenchVersion: "0.1.0", commit: "4f1c2a9d7be03c55f8c1b0a9e1d2c3b4a5968778", isDirty: true,
    startedAt: "2026-03-01T21:14:07Z",
    commandLine: [
      "evalbench", "compare", "--preset", "standard", "--data", "my frames/M31", "--candidates",
      "dncnn,unet,nafnet-lite,unet:width=16,old-release.onnx", "--seed", "1",
    ], seed: 1, threads: 2, operatingSystem: "Debian GNU/Linux 12 (bookworm)",
    processor: "Intel Xeon Platinum 8481C", cpuLevel: "x86-64-v4",
    versions: [
      .init(name: "Swift", version: "6.3.1"), .init(name: "cfitsio", version: "4.2.0"),
      .init(name: "libtiff", version: "4.5.0"), .init(name: "FFTW", version: "3.3.10"),
      .init(name: "OpenBLAS", version: "0.3.21"), .init(name: "SEP", version: "1.2.1"),
    ],
    data: [
      .init(
        name: "my frames/M31/M31_Ha_300s_stack.fits",
        sha256: String(repeating: "e3b0c44298fc1c14", count: 4))
    ],
    configuration: """
      preset: standard
      seed: 1
      threads: 2
      candidates:
        - dncnn
        - unet
        - nafnet-lite
        - unet:width=16
        - old-release.onnx
      training:
        steps: 4000
        batch: 16
        patch: 64
        loss: charbonnier
      """)
}
