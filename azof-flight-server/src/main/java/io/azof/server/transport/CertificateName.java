package io.azof.server.transport;

import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/** Whose certificate a client showed: its common name, or else its first alternative name. */
final class CertificateName {
  private CertificateName() {}

  /**
   * The name; empty when the client showed no certificate, or one without a name.
   *
   * @param session null for a connection that is not encrypted
   */
  static Optional<String> of(@Nullable SSLSession session) {
    if (session == null) {
      return Optional.empty();
    }
    try {
      Certificate[] chain = session.getPeerCertificates();
      return chain.length > 0 && chain[0] instanceof X509Certificate certificate
          ? commonName(certificate).or(() -> alternativeName(certificate))
          : Optional.empty();
    } catch (SSLPeerUnverifiedException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> commonName(X509Certificate certificate) {
    try {
      List<Rdn> names = new LdapName(certificate.getSubjectX500Principal().getName()).getRdns();
      return names.stream()
          .filter(name -> name.getType().equalsIgnoreCase("CN"))
          .map(name -> String.valueOf(name.getValue()))
          .filter(name -> !name.isBlank())
          .reduce((first, last) -> last);
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> alternativeName(X509Certificate certificate) {
    try {
      Collection<List<?>> names = certificate.getSubjectAlternativeNames();
      return names == null
          ? Optional.empty()
          : names.stream()
              .filter(name -> name.size() > 1 && name.get(1) instanceof String)
              .map(name -> (String) name.get(1))
              .findFirst();
    } catch (CertificateParsingException e) {
      return Optional.empty();
    }
  }
}
