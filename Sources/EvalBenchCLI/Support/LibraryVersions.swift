import Evaluation
import Foundation

/// The libraries that this process has loaded, by the version in their file names.
enum LibraryVersions {
  private static let known = [
    "libcfitsio", "libtiff", "libpng16", "libjpeg", "libfftw3", "libsep", "libz",
  ]

  static var all: [Provenance.NamedVersion] {
    let maps = (try? String(contentsOfFile: "/proc/self/maps", encoding: .utf8)) ?? ""
    var found: [String: String] = [:]
    for line in maps.split(separator: "\n") {
      guard let slash = line.firstIndex(of: "/") else { continue }
      let name = line[slash...].split(separator: "/").last.map(String.init) ?? ""
      guard let range = name.range(of: ".so") else { continue }
      let stem = String(name[..<range.lowerBound])
      let version = String(name[range.upperBound...].drop { $0 == "." })
      guard let library = known.first(where: { stem.hasPrefix($0) }) else { continue }
      found[library] = version.isEmpty ? "unknown" : version
    }
    return [Provenance.NamedVersion(name: "Swift compiler", version: compiler)]
      + found.sorted { $0.key < $1.key }.map {
        Provenance.NamedVersion(name: $0.key, version: $0.value)
      }
  }

  private static var compiler: String {
    #if compiler(>=6.4)
      "6.4 or later"
    #elseif compiler(>=6.3)
      "6.3"
    #else
      "before 6.3"
    #endif
  }
}
