import EvalBenchCLI

Program.main()
