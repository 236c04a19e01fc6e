import Foundation
import Randomness
import Statistics

// Measures how often each interval covers the truth, and writes the table of docs/statistics.md.
// usage: swift run -c release statistics-coverage [repetitions] [path of statistics.md]

let repetitions = CommandLine.arguments.count > 1 ? Int(CommandLine.arguments[1]) ?? 0 : 4000
guard repetitions > 0 else {
  FileHandle.standardError.write(Data("usage: statistics-coverage [repetitions] [file]\n".utf8))
  exit(64)
}
let table = CoverageTable(repetitions: repetitions, seed: 1)
if CommandLine.arguments.count > 2 {
  try table.replace(inFile: CommandLine.arguments[2])
} else {
  print(table.markdown)
}
