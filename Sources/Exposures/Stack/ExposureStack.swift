import AstroImages

private import Foundation

/// Exposures of one field, laid upon the first of them and brought to its brightness.
package struct ExposureStack: Sendable {
  /// How registration is found: the best way that works, or one way alone.
  package enum Method: Equatable, Sendable {
    case automatic
    case file(RegistrationFile)
    case sky
    case stars
  }

  package struct Member: Sendable {
    package var exposure: Exposure
    package var registration: Registration
    /// What this frame's values are multiplied with to have the first frame's brightness, one a channel; its relative error.
    package var scale: [Double]
    package var scaleError: Double
    /// What the scale was measured on: `stars`, `exposure time`, or `nothing`.
    package var scaleSource: String

    package init(
      exposure: Exposure, registration: Registration, scale: [Double], scaleError: Double,
      scaleSource: String
    ) {
      self.exposure = exposure
      self.registration = registration
      self.scale = scale
      self.scaleError = scaleError
      self.scaleSource = scaleSource
    }
  }

  package let name: String
  package let members: [Member]
  /// Frames that are left out, a sentence each with the reason.
  package let failures: [String]

  package var reference: Exposure { members[0].exposure }

  /// Lays exposures upon the first one that others follow.
  ///
  /// A frame that no registration fits, that differs in filter or channels, or that is there already is left out and told. Fewer
  /// than two that fit are an error.
  package init(
    name: String, exposures: [Exposure], method: Method = .automatic, file: RegistrationFile? = nil
  ) throws {
    guard let first = exposures.first else {
      throw ExposureError("\(name): holds no exposure that can be used")
    }
    var members = [
      Member(
        exposure: first,
        registration: Registration(map: .identity, source: .stars, matched: 0, residual: 0),
        scale: first.channels.map { _ in 1 }, scaleError: 0, scaleSource: "reference")
    ]
    var failures: [String] = []
    for exposure in exposures.dropFirst() {
      do {
        guard exposure.channels.count == first.channels.count else {
          throw ExposureError(
            "\(exposure.name): has \(exposure.channels.count) planes, \(first.name) has \(first.channels.count)"
          )
        }
        if let twin = members.first(where: { $0.exposure.isSameExposure(as: exposure) }) {
          throw ExposureError(
            "\(exposure.name): is pixel for pixel \(twin.exposure.name), so that it would judge itself"
          )
        }
        if let own = exposure.facts.filter, let other = first.facts.filter, own != other {
          throw ExposureError(
            "\(exposure.name): taken through \(own), \(first.name) through \(other)")
        }
        let registration = try Self.register(exposure, on: first, method: method, file: file)
        let match = try PhotometricMatch(of: exposure, with: first, by: registration.map)
        members.append(
          Member(
            exposure: exposure, registration: registration, scale: match.scale,
            scaleError: match.error, scaleSource: match.source))
      } catch {
        failures.append("\(error); left out")
      }
    }
    guard members.count >= 2 else {
      let reasons = failures.isEmpty ? "" : ": " + failures.joined(separator: "; ")
      throw ExposureError("\(name): fewer than two exposures of one field\(reasons)")
    }
    // The first frame lies on itself by whatever laid the others.
    members[0].registration.source = members[1].registration.source
    self.name = name
    self.members = members
    self.failures = failures
  }

  /// Lays one frame upon the reference: by file, by WCS, by stars, by correlation, the first that holds.
  private static func register(
    _ frame: Exposure, on reference: Exposure, method: Method, file: RegistrationFile?
  ) throws -> Registration {
    var reasons: [String] = []
    var stated = file
    if case .file(let own) = method { stated = own }
    if let stated, method != .sky, method != .stars {
      if let map = Self.map(in: stated, frame, reference) {
        return checked(
          Registration(map: map, source: .file, matched: 0, residual: 0), frame, reference)
      }
      reasons.append("\(stated.path) does not list it")
    }
    if method == .automatic || method == .sky {
      if let own = frame.coordinates, let other = reference.coordinates {
        if let found = SkyRegistration.map(
          from: other, to: own, width: reference.width * (reference.isMosaic ? 2 : 1),
          height: reference.height * (reference.isMosaic ? 2 : 1))
        {
          let map = frame.isMosaic ? found.map.ofSuperPixels : found.map
          let result = checked(
            Registration(map: map, source: .sky, matched: 0, residual: found.error), frame,
            reference)
          let isConfirmed = result.matched >= StarRegistration.fewest && result.residual < 1
          let isUnchecked = min(frame.stars.count, reference.stars.count) < StarRegistration.fewest
          if found.error > 0.5 {
            reasons.append("its WCS differs from the reference's by a bent map")
          } else if method == .sky || isConfirmed || isUnchecked {
            return result
          } else {
            reasons.append("the stars do not lie where its WCS says")
          }
        } else {
          reasons.append("its WCS does not meet the reference's")
        }
      } else {
        reasons.append("the headers hold no WCS of a known projection")
      }
    }
    if method == .automatic || method == .stars {
      if let found = StarRegistration.map(from: reference.stars, to: frame.stars) { return found }
      reasons.append(
        "its \(frame.stars.count) stars match too few of the reference's \(reference.stars.count)")
      let middle = reference.channels.count / 2
      if let found = try ShiftSearch.shift(
        from: reference.channels[middle].mended, to: frame.channels[middle].mended)
      {
        return Registration(
          map: .shift(Double(found.x), Double(found.y)), source: .shift, matched: 0, residual: 0.29)
      }
      reasons.append("no shift makes the frames agree")
    }
    throw ExposureError("\(frame.name): cannot be registered: \(reasons.joined(separator: ", "))")
  }

  /// What a file says about a frame, with whatever reference both have in common.
  private static func map(
    in file: RegistrationFile, _ frame: Exposure, _ reference: Exposure
  ) -> AffineMap? {
    guard let own = file.row(for: frame.name), let other = file.row(for: reference.name),
      own.reference == other.reference, let back = other.map.inverse
    else { return nil }
    let map = own.map.after(back)
    return frame.isMosaic && !own.isInSuperPixels ? map.ofSuperPixels : map
  }

  /// The registration with the stars that confirm it.
  private static func checked(
    _ registration: Registration, _ frame: Exposure, _ reference: Exposure
  ) -> Registration {
    var result = registration
    let pairs = StarRegistration.matches(
      registration.map, reference.stars, frame.stars, within: 2)
    guard !pairs.from.isEmpty else { return result }
    var sum = 0.0
    for (place, image) in zip(pairs.from, pairs.to) {
      let d = registration.map(place) - image
      sum += d.x * d.x + d.y * d.y
    }
    result.matched = pairs.from.count
    result.residual = (sum / Double(pairs.from.count)).squareRoot()
    return result
  }
}

extension ExposureStack.Method {
  package static func == (a: Self, b: Self) -> Bool {
    switch (a, b) {
    case (.automatic, .automatic), (.sky, .sky), (.stars, .stars): true
    case (.file(let x), .file(let y)): x.path == y.path
    default: false
    }
  }
}

extension ExposureStack {
  /// A stack whose registration and brightness are known.
  package init(name: String, members: [Member]) {
    self.name = name
    self.members = members
    failures = []
  }
}
