package io.azof.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/** Somebody who signs certificates, for a test. */
final class TestCertificates {
  private static long serial = 1;

  private final Instant now = Instant.now();
  private final X500Principal name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  /**
   * @param name as "CN=…"
   */
  TestCertificates(String name) {
    this.name = new X500Principal(name);
    this.keys = keys("EC");
    this.certificate = sign(this.name, keys, null, true);
  }

  /** Writes NAME.crt and NAME.key into a folder, for that subject. */
  PemFiles write(Path folder, String file, String subject, @Nullable GeneralName alternative) {
    return write(folder, file, subject, alternative, "EC");
  }

  PemFiles write(
      Path folder,
      String file,
      String subject,
      @Nullable GeneralName alternative,
      String algorithm) {
    KeyPair pair = keys(algorithm);
    X509Certificate signed = sign(new X500Principal(subject), pair, alternative, false);
    PemFiles files = new PemFiles(folder.resolve(file + ".crt"), folder.resolve(file + ".key"));
    try {
      write(files.certificate(), pem("CERTIFICATE", signed.getEncoded()));
      write(files.key(), pem("PRIVATE KEY", pair.getPrivate().getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    return files;
  }

  /** Writes the certificate of the signer. */
  Path writeCa(Path folder, String file) {
    Path path = folder.resolve(file);
    try {
      write(path, pem("CERTIFICATE", certificate.getEncoded()));
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
    return path;
  }

  /** The files of one certificate, in PEM. */
  record PemFiles(Path certificate, Path key) {}

  private X509Certificate sign(
      X500Principal subject, KeyPair pair, @Nullable GeneralName alternative, boolean ca) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(serial++),
              Date.from(now.minus(Duration.ofHours(1))),
              Date.from(now.plus(Duration.ofDays(1))),
              subject,
              pair.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (alternative != null) {
        builder.addExtension(
            Extension.subjectAlternativeName, false, new GeneralNames(alternative));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (OperatorCreationException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      if (algorithm.equals("EC")) {
        generator.initialize(new ECGenParameterSpec("secp256r1"));
      }
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String pem(String what, byte[] bytes) {
    String base64 =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + base64 + "\n-----END " + what + "-----\n";
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(file, text);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
