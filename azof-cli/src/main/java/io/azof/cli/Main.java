package io.azof.cli;

/** Starts the {@code azof} command. */
public final class Main {
  private Main() {}

  public static void main(String[] args) {
    System.out.println("azof");
  }
}
