internal import Evaluation
internal import Foundation
internal import Reports
internal import Testing

@Suite("the HTML report in a browser", .serialized)
struct BrowserTests {
  /// Chromium's path, or `nil` with a line that says so.
  private static let chromium: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let found = folders.map { "\($0)/chromium" }
      .first { FileManager.default.isExecutableFile(atPath: $0) }
    if found == nil {
      print("SKIPPED: no chromium on PATH; the report was not opened in a browser")
    }
    return found
  }()

  struct View: CustomStringConvertible, Sendable {
    var name: String
    var width: Int
    var description: String { "\(name) at \(width) px" }
  }

  /// Few: ExplorerTests open more pages in one browser, where there is a Python to drive it.
  private static let views = [
    View(name: "default", width: 360), View(name: "default", width: 1440),
    View(name: "hostile", width: 360), View(name: "empty", width: 360),
  ]

  @Test("shows no error, runs no foreign script and never scrolls sideways", arguments: views)
  func opens(view: View) throws {
    guard let chromium = Self.chromium else { return }
    let page = try Self.page(view.name)
    // The probe opens every fold, so that what is inside must fit too. It reports to a page around it, because a
    // window of Chromium is never narrower than 500 pixels, and a frame is.
    let probe = """
      <script>addEventListener("load", () => {
        document.querySelectorAll("details").forEach((d) => { d.open = true; });
        const broken = [...document.images].filter((i) => i.complete && i.naturalWidth === 0).length;
        const clipped = [...document.querySelectorAll("h1, h2, h3, p, li, dd, dt, figcaption, summary, button")]
          .filter((e) => !e.closest(".scroll, nav, dialog") && !e.closest("[hidden]"))
          .filter((e) => e.getBoundingClientRect().right > innerWidth + 1)
          .map((e) => e.tagName + "." + e.className);
        parent.postMessage([innerWidth, document.documentElement.scrollWidth, broken,
          clipped[0] ?? "fits", window.pwned ?? "safe", document.getElementById("tools").hidden].join(" "), "*");
      });</script></body>
      """
    let wrapper = """
      <!DOCTYPE html><title>nothing</title>
      <script>addEventListener("message", (event) => { document.title = "probe " + event.data; });</script>
      <iframe src="report.html" style="border:0;width:\(view.width)px;height:900px"></iframe>
      """
    let folder = FileManager.default.temporaryDirectory.appending(
      path: "evalbench-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "report.html")
    try page.replacing("</body>", with: probe).write(to: file, atomically: true, encoding: .utf8)
    let outer = folder.appending(path: "wrapper.html")
    try wrapper.write(to: outer, atomically: true, encoding: .utf8)
    let (dom, log) = try Self.run(
      chromium,
      [
        "--no-sandbox", "--headless=new", "--disable-gpu", "--hide-scrollbars", "--no-first-run",
        "--user-data-dir=\(folder.path())/profile", "--enable-logging=stderr",
        "--window-size=1600,1000", "--virtual-time-budget=5000", "--dump-dom", outer.absoluteString,
      ], in: folder)
    let title = try #require(
      dom.firstMatch(of: /<title>probe ([^<]*)<\/title>/), "the page did not load"
    ).output.1
    let found = title.split(separator: " ").map(String.init)
    #expect(
      found == [String(view.width), String(view.width), "0", "fits", "safe", "false"],
      "width, scroll width, broken pictures, text beyond the edge, foreign script, theme button hidden"
    )
    let messages = log.split(separator: "\n").filter { $0.contains("CONSOLE") }
    #expect(messages.isEmpty, "\(messages)")
  }

  private static func page(_ name: String) throws -> String {
    let bytes =
      switch name {
      case "default": try HTMLReporter().render(FixtureRecord.make(), assets: FixtureRecord.assets)
      case "hostile": try HTMLReporter().render(HostileRecord.make(), assets: SmallRecord.assets)
      case "empty": try HTMLReporter().render(emptied(), assets: SmallRecord.assets)
      default: try HTMLReporter().render(SmallRecord.make(), assets: SmallRecord.assets)
      }
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func emptied() -> RunRecord {
    var record = SmallRecord.make()
    (record.verdict, record.winner, record.checks, record.candidates) = ([], nil, [], [])
    (record.scenes, record.rows, record.crops) = ([], [], [])
    return record
  }

  /// Runs a program with its output in files, for at most a minute.
  private static func run(
    _ program: String, _ arguments: [String], in folder: URL
  ) throws -> (output: String, log: String) {
    let files = ["output", "log"].map { folder.appending(path: $0) }
    for file in files { try Data().write(to: file) }
    let process = Process()
    process.executableURL = URL(filePath: program)
    process.arguments = arguments
    process.standardOutput = try FileHandle(forWritingTo: files[0])
    process.standardError = try FileHandle(forWritingTo: files[1])
    try process.run()
    let deadline = Date(timeIntervalSinceNow: 60)
    while process.isRunning, Date() < deadline { Thread.sleep(forTimeInterval: 0.02) }
    if process.isRunning { process.terminate() }
    return (
      try String(contentsOf: files[0], encoding: .utf8),
      try String(contentsOf: files[1], encoding: .utf8)
    )
  }
}
