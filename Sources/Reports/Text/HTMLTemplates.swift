private import Mustache

/// The page's templates, compiled into the program.
package enum HTMLTemplates {
  /// Every template by its name: the file's name in `Templates` without `.mustache`.
  package static let sources: [(name: String, bytes: [UInt8])] = [
    ("changes", PackageResources.changes_mustache),
    ("charts", PackageResources.charts_mustache),
    ("cost", PackageResources.cost_mustache),
    ("explorer-addresses", PackageResources.explorer_addresses_mustache),
    ("explorer-all", PackageResources.explorer_all_mustache),
    ("explorer-brush", PackageResources.explorer_brush_mustache),
    ("explorer-controls", PackageResources.explorer_controls_mustache),
    ("explorer-gate", PackageResources.explorer_gate_mustache),
    ("explorer-handles", PackageResources.explorer_handles_mustache),
    ("explorer-helpers", PackageResources.explorer_helpers_mustache),
    ("explorer-keys", PackageResources.explorer_keys_mustache),
    ("explorer-likeness", PackageResources.explorer_likeness_mustache),
    ("explorer-listed", PackageResources.explorer_listed_mustache),
    ("explorer-marks", PackageResources.explorer_marks_mustache),
    ("explorer-masks", PackageResources.explorer_masks_mustache),
    ("explorer-painting", PackageResources.explorer_painting_mustache),
    ("explorer-panes", PackageResources.explorer_panes_mustache),
    ("explorer-pixels", PackageResources.explorer_pixels_mustache),
    ("explorer-pointers", PackageResources.explorer_pointers_mustache),
    ("explorer-readout", PackageResources.explorer_readout_mustache),
    ("explorer-region", PackageResources.explorer_region_mustache),
    ("explorer-sky", PackageResources.explorer_sky_mustache),
    ("explorer-stars", PackageResources.explorer_stars_mustache),
    ("explorer-stretch", PackageResources.explorer_stretch_mustache),
    ("explorer-update", PackageResources.explorer_update_mustache),
    ("explorer-width", PackageResources.explorer_width_mustache),
    ("figures", PackageResources.figures_mustache),
    ("forest", PackageResources.forest_mustache),
    ("frames", PackageResources.frames_mustache),
    ("gate", PackageResources.gate_mustache),
    ("help", PackageResources.help_mustache),
    ("images", PackageResources.images_mustache),
    ("index", PackageResources.index_mustache),
    ("limits", PackageResources.limits_mustache),
    ("matrix", PackageResources.matrix_mustache),
    ("page", PackageResources.page_mustache),
    ("parity", PackageResources.parity_mustache),
    ("picture", PackageResources.picture_mustache),
    ("provenance", PackageResources.provenance_mustache),
    ("reading", PackageResources.reading_mustache),
    ("removed", PackageResources.removed_mustache),
    ("scenes", PackageResources.scenes_mustache),
    ("scorecard", PackageResources.scorecard_mustache),
    ("script", PackageResources.script_mustache),
    ("selection", PackageResources.selection_mustache),
    ("selftest", PackageResources.selftest_mustache),
    ("slices", PackageResources.slices_mustache),
    ("stars", PackageResources.stars_mustache),
    ("startable", PackageResources.startable_mustache),
    ("style", PackageResources.style_mustache),
    ("tokens", PackageResources.tokens_mustache),
    ("training", PackageResources.training_mustache),
    ("verdict", PackageResources.verdict_mustache),
  ]

  /// The style sheet, as a file of its own.
  package static var style: [UInt8] { bytes("tokens") + bytes("style") }

  /// The page's script and the explorer's, whose parts share one scope.
  package static var script: [UInt8] {
    bytes("script") + Array("(() => {\n".utf8)
      + explorerParts.flatMap { bytes("explorer-" + $0) } + Array("})();\n".utf8)
  }

  /// The explorer's parts in the order in which they run.
  private static let explorerParts = [
    "helpers", "pixels", "stretch", "controls", "panes", "painting", "likeness", "masks", "marks",
    "width",
    "region", "sky", "update", "pointers", "readout", "handles", "addresses", "brush", "stars",
    "listed", "gate", "keys", "all",
  ]

  private static func bytes(_ name: String) -> [UInt8] {
    sources.first { $0.name == name }?.bytes ?? []
  }

  /// Renders the page; everything between two braces is escaped by `SafeText.html`.
  static func render(_ page: some Any, named name: String = "page") throws -> String {
    MustacheContentTypes.register(ByteEscapedHTML(), named: contentType)
    var templates: [String: MustacheTemplate] = [:]
    for (part, bytes) in sources {
      // A partial starts with the package's own escaping, which works by characters: every template asks for ours.
      let text = "{{% CONTENT_TYPE:\(contentType)}}" + String(decoding: bytes, as: UTF8.self)
      templates[part] = try MustacheTemplate(string: text)
    }
    guard
      let text = MustacheLibrary(templates: templates).render(page, withTemplate: name)
    else { throw TemplateError(name: name) }
    return text
  }

  private static let contentType = "EVALBENCH-HTML"

  private struct ByteEscapedHTML: MustacheContentType {
    func escapeText(_ text: String) -> String { SafeText.html(text) }
  }
}

/// A template that the program does not contain.
struct TemplateError: Error, CustomStringConvertible {
  var name: String

  var description: String {
    "template '\(name)' is not in the program; add it to HTMLTemplates.sources"
  }
}
