// swift-tools-version: 6.2
import PackageDescription

/// Settings of every Swift target: Swift 6 mode, imports that mean what they say, and no warning left standing.
let house: [SwiftSetting] = [
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("ExistentialAny"),
  .treatAllWarnings(as: .error),
]

/// Settings of one CPU level's kernels: the same source, compiled for another instruction set.
///
/// Unchecked, because the kernels are pointer loops whose callers have checked the geometry.
func level(_ march: String, define: String) -> [SwiftSetting] {
  #if arch(x86_64)
    house + [.define(define), .unsafeFlags(["-Xcc", "-march=\(march)", "-Ounchecked"])]
  #else
    house
  #endif
}

let argumentParser: Target.Dependency = .product(
  name: "ArgumentParser", package: "swift-argument-parser")
let mustache: Target.Dependency = .product(name: "Mustache", package: "swift-mustache")
let protobuf: Target.Dependency = .product(name: "SwiftProtobuf", package: "swift-protobuf")
let yams: Target.Dependency = .product(name: "Yams", package: "Yams")

func system(_ name: String, pkgConfig: String? = nil, apt: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt])])
}

func library(_ name: String, _ dependencies: [Target.Dependency] = [], resources: [Resource]? = nil)
  -> Target
{
  .target(name: name, dependencies: dependencies, resources: resources, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(
    name: name, dependencies: dependencies + ["TestSupport"], swiftSettings: house)
}

let package = Package(
  name: "evalbench",
  products: [.executable(name: "evalbench", targets: ["evalbench"])],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
  ],
  targets: [
    // MARK: Level 0: nothing below
    system("CFITSIO", pkgConfig: "cfitsio", apt: "libcfitsio-dev"),
    system("CFFTW", pkgConfig: "fftw3", apt: "libfftw3-dev"),
    system("CSEP", apt: "libsep-dev"),
    .systemLibrary(name: "CPrefetch"),
    system("CZlib", apt: "zlib1g-dev"),
    .target(
      name: "CImageIO",
      linkerSettings: [
        .linkedLibrary("tiff"), .linkedLibrary("png"), .linkedLibrary("jpeg"),
        .linkedLibrary("z"),
      ]),
    library("FourierTransforms", ["CFFTW"]),
    library("Randomness"),
    library("Statistics", ["Randomness"]),
    library("Tensors"),
    .target(
      name: "ONNXModel", dependencies: [protobuf], exclude: ["onnx.proto"], swiftSettings: house),

    // MARK: Level 1
    library("KernelTable"),
    .target(
      name: "KernelsBaseline", dependencies: ["KernelTable", "CPrefetch"],
      swiftSettings: level("x86-64", define: "EBK_BASELINE")),
    .target(
      name: "KernelsV3", dependencies: ["KernelTable", "CPrefetch"],
      swiftSettings: level("x86-64-v3", define: "EBK_V3")),
    .target(
      name: "KernelsV4", dependencies: ["KernelTable", "CPrefetch"],
      swiftSettings: level("x86-64-v4", define: "EBK_V4")),
    library(
      "Kernels",
      ["Tensors", "KernelTable", "CPrefetch", "KernelsBaseline", "KernelsV3", "KernelsV4"]),
    library("AstroImages", ["CImageIO", "CFITSIO"]),

    // MARK: Level 2
    library("Networks", ["Kernels", "KernelTable", "Tensors", "ONNXModel"]),
    library("Skies", ["AstroImages", "FourierTransforms", "Randomness"]),
    library("Evaluation", ["AstroImages", "Statistics", "Randomness"]),
    library(
      "SkyMeasurement",
      ["Statistics", "AstroImages", "CSEP", "FourierTransforms", "Kernels", "KernelTable"]),

    // MARK: Level 3
    library("Architectures", ["Networks", "Tensors"]),
    library(
      "Training", ["Networks", "Kernels", "Tensors", "Skies", "Randomness", "AstroImages"]),
    library("Checks", ["Evaluation", "SkyMeasurement", "Statistics", "AstroImages"]),
    // Sources/CheckPages/Pages is a link to docs/checks: the binary carries what is read there.
    library("CheckPages", resources: [.embedInCode("Pages")]),
    library(
      "Reports", ["Evaluation", "Statistics", "CZlib", mustache],
      resources: [.embedInCode("Templates")]),
    library("Gating", ["Statistics", "Randomness", "Evaluation", "AstroImages", yams]),
    library("Vices", ["Evaluation", "AstroImages", "Randomness"]),
    library(
      "Exposures",
      [
        "Evaluation", "SkyMeasurement", "Statistics", "Skies", "AstroImages", "FourierTransforms",
        "Randomness",
      ]),

    // MARK: Levels 4 and 5: the command
    library(
      "EvalBenchCLI",
      [
        "Architectures", "Training", "Checks", "CheckPages", "Reports", "Networks", "Skies",
        "Evaluation",
        "SkyMeasurement", "AstroImages", "Kernels", "Tensors", "ONNXModel", "Randomness",
        "Gating", "Vices", "Exposures", "Statistics", argumentParser,
        yams,
      ]),
    .executableTarget(name: "evalbench", dependencies: ["EvalBenchCLI"], swiftSettings: house),

    // MARK: Benchmarks
    .executableTarget(
      name: "statistics-coverage", dependencies: ["Statistics", "Randomness"],
      path: "benchmarks/statistics", swiftSettings: house),

    // MARK: Tests
    .target(
      name: "TestSupport", dependencies: ["Networks", "Tensors", "AstroImages", "Reports"],
      path: "Tests/TestSupport", swiftSettings: house),
    tests("AstroImagesTests", ["AstroImages"]),
    tests("FourierTransformsTests", ["FourierTransforms"]),
    tests("StatisticsTests", ["Statistics", "Randomness"]),
    tests("GatingTests", ["Gating", "Evaluation"]),
    tests("VicesTests", ["Vices", "Checks", "Evaluation", "AstroImages", "Skies"]),
    tests(
      "ExposuresTests",
      ["Exposures", "Evaluation", "SkyMeasurement", "Skies", "AstroImages", "Randomness"]),
    tests("SkiesTests", ["Skies", "Randomness", "AstroImages"]),
    tests("KernelsTests", ["Kernels", "KernelTable", "Tensors"]),
    tests("NetworksTests", ["Networks", "Architectures", "Tensors", "Kernels", "ONNXModel"]),
    tests(
      "TrainingTests",
      [
        "Training", "Networks", "Architectures", "Tensors", "Skies", "Randomness", "AstroImages",
      ]),
    tests(
      "ChecksTests",
      [
        "Checks", "CheckPages", "Exposures", "SkyMeasurement", "Statistics", "Evaluation",
        "AstroImages", "Skies", "Randomness",
      ]),
    tests("ReportsTests", ["Reports", "Evaluation", "Statistics", "Randomness"]),
    tests(
      "EvalBenchCLITests",
      [
        "EvalBenchCLI", "evalbench", "Architectures", "Networks", "Tensors", "AstroImages",
        "Evaluation", "Gating", "Checks", "Vices", "Skies", "Reports",
      ]),
  ]
)
