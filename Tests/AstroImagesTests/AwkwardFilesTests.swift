import AstroImages
import Foundation
import Testing

/// What astropy, tifffile and imagecodecs read in one plane (references/images/make_awkward.py).
struct ReferencePlane {
  var width: Int
  var height: Int
  var planes: Int
  var notNumbers: Int
  var mean: Double?
  var minimum: Double?
  var maximum: Double?
  var samples: [(x: Int, y: Int, value: Double)]
}

/// One file of ../shared/data: empty planes mean that the reference readers refuse it.
struct ReferenceFile: Sendable, CustomTestStringConvertible {
  var path: String
  var planes: [ReferencePlane]
  var testDescription: String { path }

  static let data: String? = {
    let stated = ProcessInfo.processInfo.environment["EVALBENCH_DATA"]
    let folder =
      stated
      ?? URL(filePath: #filePath).appending(path: "../../../../shared/data").standardized.path
    if FileManager.default.fileExists(atPath: folder + "/MANIFEST.csv") { return folder }
    print("skipped: no real frames at \(folder); set EVALBENCH_DATA to walk them")
    return nil
  }()

  static let all: [ReferenceFile] = {
    let path = URL(filePath: #filePath).appending(path: "../../../references/images/awkward.csv")
      .standardized
    guard let text = try? String(contentsOf: path, encoding: .utf8) else { return [] }
    var files: [ReferenceFile] = []
    for line in text.split(separator: "\n").dropFirst(2) {
      let fields = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      if files.last?.path != fields[0] { files.append(ReferenceFile(path: fields[0], planes: [])) }
      guard fields[1] == "ok" else { continue }
      files[files.count - 1].planes.append(
        ReferencePlane(
          width: Int(fields[3]) ?? -1, height: Int(fields[4]) ?? -1, planes: Int(fields[5]) ?? -1,
          notNumbers: Int(fields[7]) ?? -1, mean: Double(fields[8]), minimum: Double(fields[9]),
          maximum: Double(fields[10]),
          samples: fields[11].split(separator: ";").map {
            let parts = $0.split(separator: ":")
            return (Int(parts[0]) ?? -1, Int(parts[1]) ?? -1, Double(parts[2]) ?? .nan)
          }))
    }
    return files
  }()
}

extension ReferencePlane: Sendable {}

@Suite("Files that break readers")
struct AwkwardFilesTests {
  /// What we refuse on purpose although the reference readers open it.
  static let differs: [String: String] = [
    "awkward/image-rs+image-tiff/images/hpredict-1c-12b.tiff":
      "a predictor without compression: tifffile undoes it, libtiff does not, so it is refused"
  ]

  @Test(
    "every file opens to the reference readers' values, or is refused where they refuse it",
    .enabled(if: ReferenceFile.data != nil))
  func walk() throws {
    let data = try #require(ReferenceFile.data)
    #expect(ReferenceFile.all.count > 580)
    var (opened, refused) = (0, 0)
    for file in ReferenceFile.all {
      let path = data + "/" + file.path
      guard FileManager.default.fileExists(atPath: path) else { continue }
      do {
        let image = try Codecs.read(path)
        opened += 1
        #expect(Self.differs[file.path] == nil, "\(file.path) opens, and ought to be refused")
        compare(image, file)
      } catch {
        refused += 1
        #expect(!error.description.contains("\n") && error.message.count > 10, "\(error)")
        if Self.differs[file.path] == nil {
          #expect(file.planes.isEmpty, "the reference reader opens it: \(error)")
        }
      }
    }
    print("real frames: \(opened) opened, \(refused) refused")
  }

  private func compare(_ image: AstroImage, _ file: ReferenceFile) {
    guard let first = file.planes.first else {
      Issue.record("\(file.path): opened, and the reference reader refuses it")
      return
    }
    guard image.width == first.width, image.height == first.height, image.channels == first.planes
    else {
      Issue.record(
        "\(file.path): \(image.width) x \(image.height) x \(image.channels), not \(first.width) x \(first.height) x \(first.planes)"
      )
      return
    }
    for (index, plane) in file.planes.enumerated() {
      let values = image.planes[index]
      let finite = values.filter { $0.isFinite }
      let mean =
        finite.isEmpty ? nil : finite.reduce(0.0) { $0 + Double($1) } / Double(finite.count)
      let notNumbers = values.count { $0.isNaN }
      #expect(notNumbers == plane.notNumbers, "\(file.path) plane \(index): not-a-number")
      let range = max(abs(plane.minimum ?? 0), abs(plane.maximum ?? 0))
      // Same numbers as float32; the mean differs by the order of summation only.
      let close = range * 1e-6
      if !same(mean, plane.mean, close) {
        Issue.record(
          "\(file.path) plane \(index): mean \(String(describing: mean)), not \(String(describing: plane.mean))"
        )
      }
      // astropy scales in float32 (two roundings), cfitsio in double (one): BSCALE differs in the last bits.
      let tolerance = (image.metadata.number("BSCALE") ?? 1) == 1 ? 0 : range * 0x1p-22
      if !same(finite.min().map(Double.init), plane.minimum, tolerance)
        || !same(finite.max().map(Double.init), plane.maximum, tolerance)
      {
        Issue.record(
          "\(file.path) plane \(index): range \(String(describing: finite.min()))...\(String(describing: finite.max())), not \(String(describing: plane.minimum))...\(String(describing: plane.maximum))"
        )
      }
      for sample in plane.samples {
        let value = Double(values[sample.y * image.width + sample.x])
        if !(value == sample.value || abs(value - sample.value) <= tolerance
          || value.isNaN && sample.value.isNaN)
        {
          Issue.record(
            "\(file.path) plane \(index): (\(sample.x), \(sample.y)) is \(value), not \(sample.value)"
          )
          break
        }
      }
    }
  }

  private func same(_ a: Double?, _ b: Double?, _ tolerance: Double) -> Bool {
    guard let a, let b else { return a == nil && b == nil }
    return abs(a - b) <= tolerance
  }
}
