package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Seals what one client carries and no other may use: tickets and handles. */
public final class OwnerSeals {
  private final Seals seals;
  private final InstantSource clock;

  OwnerSeals(Seals seals, InstantSource clock) {
    this.seals = seals;
    this.clock = clock;
  }

  /**
   * @param owner who alone may use it
   * @param lifetime for how long
   */
  public byte[] seal(Purpose purpose, Principal owner, Duration lifetime, byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeUTF(owner.name());
      out.writeLong(clock.instant().plus(lifetime).toEpochMilli());
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return seals.seal(purpose, bytes.toByteArray());
  }

  /**
   * The content of what {@link #seal} gave.
   *
   * @param what it is, for messages: "ticket"
   * @throws AzofException {@code ARGUMENT_INVALID} when it was altered, was not sealed here for
   *     that purpose, or has expired; {@code PERMISSION_DENIED} when it is somebody else's
   */
  public byte[] open(Purpose purpose, Principal caller, byte[] sealed, String what) {
    byte[] bytes =
        seals
            .open(purpose, sealed)
            .orElseThrow(() -> invalid("The " + what + " is not one of this server"));
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      if (!in.readUTF().equals(caller.name())) {
        throw new AzofException(
            ErrorCode.PERMISSION_DENIED, "The " + what + " belongs to another user");
      }
      if (!clock.instant().isBefore(Instant.ofEpochMilli(in.readLong()))) {
        throw invalid("The " + what + " has expired; send the statement again");
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw invalid("The " + what + " is not one of this server");
    }
  }

  private static AzofException invalid(String message) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message);
  }
}
