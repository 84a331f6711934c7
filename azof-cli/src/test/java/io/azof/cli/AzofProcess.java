package io.azof.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class with a main method in a process of its own, on the class path of the tests. */
record AzofProcess(Process process, Path out, Path err) {

  /**
   * Starts it.
   *
   * @param directory where its temporary files and what it says go
   * @param before the words of the command line before Java itself
   */
  static AzofProcess start(
      Path directory, List<String> before, Class<?> main, List<String> arguments)
      throws IOException {
    Path out = directory.resolve("out.txt");
    Path err = directory.resolve("err.txt");
    List<String> command = new ArrayList<>(before);
    command.addAll(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-Xmx512m",
            "--add-opens=java.base/java.nio=ALL-UNNAMED",
            "-Djava.io.tmpdir=" + directory,
            "-cp",
            System.getProperty("java.class.path"),
            main.getName()));
    command.addAll(arguments);
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new AzofProcess(process, out, err);
  }

  /** Waits for its end. */
  Azof.Outcome outcome() throws IOException, InterruptedException {
    int exitCode = process.waitFor();
    return new Azof.Outcome(exitCode, Files.readString(out), Files.readString(err));
  }
}
