package io.azof.server.security;

import io.azof.error.AzofException;
import io.azof.error.ErrorCode;
import io.azof.server.config.TlsConfig;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a server needs to encrypt: its certificate, the key of it, and whose certificates of clients
 * it trusts.
 *
 * @param chain the certificate of the server first
 * @param clientCas empty when clients show no certificates
 */
public record TlsIdentity(
    List<X509Certificate> chain, PrivateKey key, List<X509Certificate> clientCas) {
  private static final String BEGIN = "-----BEGIN PRIVATE KEY-----";
  private static final String END = "-----END PRIVATE KEY-----";

  /** By which algorithm it is tried whether a key is that of a certificate. */
  private static final Map<String, String> SIGNATURES =
      Map.of("RSA", "SHA256withRSA", "EC", "SHA256withECDSA");

  /**
   * Reads the files, and again whenever one of them has changed.
   *
   * @throws AzofException {@code ARGUMENT_INVALID} when one of them is wrong now
   */
  public static WatchedFile<TlsIdentity> watch(TlsConfig config) {
    List<Path> files =
        config.clientCa().isPresent()
            ? List.of(config.certificate(), config.key(), config.clientCa().get())
            : List.of(config.certificate(), config.key());
    return new WatchedFile<>(files, () -> read(config));
  }

  private static TlsIdentity read(TlsConfig config) {
    List<X509Certificate> chain = certificates(config.certificate());
    PrivateKey key = key(config.key());
    requireTogether(chain.get(0).getPublicKey(), key, config);
    Optional<List<X509Certificate>> cas = config.clientCa().map(TlsIdentity::certificates);
    return new TlsIdentity(chain, key, cas.orElse(List.of()));
  }

  private static List<X509Certificate> certificates(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> certificates =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(certificate -> (X509Certificate) certificate)
              .toList();
      if (certificates.isEmpty()) {
        throw invalid("There is no certificate in " + file, null);
      }
      return certificates;
    } catch (NoSuchFileException e) {
      throw invalid("There is no certificate file " + file, e);
    } catch (IOException | GeneralSecurityException e) {
      throw invalid("Cannot read the certificate file " + file + ": it must be in PEM", e);
    }
  }

  private static PrivateKey key(Path file) {
    String pem = String.join("\n", SecretFile.lines(file, "private key file"));
    int begin = pem.indexOf(BEGIN);
    int end = pem.indexOf(END);
    if (begin < 0 || end < begin) {
      throw unreadable(file, null);
    }
    byte[] bytes;
    try {
      bytes = Base64.getMimeDecoder().decode(pem.substring(begin + BEGIN.length(), end));
    } catch (IllegalArgumentException e) {
      throw unreadable(file, e);
    }
    for (String algorithm : SIGNATURES.keySet()) {
      try {
        return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(bytes));
      } catch (InvalidKeySpecException e) {
        // it is of another algorithm
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException(e);
      }
    }
    throw unreadable(file, null);
  }

  private static AzofException unreadable(Path file, @Nullable Throwable cause) {
    return invalid(
        "The private key file "
            + file
            + " has no RSA or EC key that starts with "
            + BEGIN
            + "; openssl pkcs8 -topk8 -nocrypt writes other kinds in this form",
        cause);
  }

  private static void requireTogether(PublicKey published, PrivateKey key, TlsConfig config) {
    try {
      Signature signature =
          Signature.getInstance(SIGNATURES.getOrDefault(key.getAlgorithm(), "none"));
      signature.initSign(key);
      byte[] signed = signature.sign();
      signature.initVerify(published);
      if (signature.verify(signed)) {
        return;
      }
    } catch (GeneralSecurityException e) {
      // a key of another algorithm cannot verify
    }
    throw invalid(
        "The private key in "
            + config.key()
            + " is not that of the first certificate in "
            + config.certificate(),
        null);
  }

  private static AzofException invalid(String message, @Nullable Throwable cause) {
    return new AzofException(ErrorCode.ARGUMENT_INVALID, message, cause);
  }

  /** Without the key. */
  @Override
  public String toString() {
    return chain.get(0).getSubjectX500Principal().getName();
  }
}
