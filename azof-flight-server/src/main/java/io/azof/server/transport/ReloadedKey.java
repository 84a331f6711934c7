package io.azof.server.transport;

import io.azof.server.security.TlsIdentity;
import io.azof.server.security.WatchedFile;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;

/**
 * The certificate and the key of a server as they are when a connection begins. The key is asked
 * for by the name under which the certificate was chosen, so that those of different times never
 * meet.
 */
final class ReloadedKey extends X509ExtendedKeyManager {
  /** Connections that begin during a change may still ask for what was before. */
  private static final int EDITIONS_MAX = 4;

  private final WatchedFile<TlsIdentity> identity;
  private final Map<String, TlsIdentity> editions = new HashMap<>();
  private int count;

  ReloadedKey(WatchedFile<TlsIdentity> identity) {
    this.identity = identity;
  }

  private synchronized @Nullable String chosen(String keyType) {
    TlsIdentity current = identity.current();
    String algorithm = current.chain().get(0).getPublicKey().getAlgorithm();
    if (!keyType.equals(algorithm)) {
      return null;
    }
    if (!current.equals(editions.get(last()))) {
      count++;
      editions.put(last(), current);
      editions.remove("edition " + (count - EDITIONS_MAX));
    }
    return last();
  }

  private String last() {
    return "edition " + count;
  }

  @Override
  public @Nullable String chooseEngineServerAlias(
      String keyType, Principal @Nullable [] issuers, SSLEngine engine) {
    return chosen(keyType);
  }

  @Override
  public @Nullable String chooseServerAlias(
      String keyType, Principal @Nullable [] issuers, Socket socket) {
    return chosen(keyType);
  }

  @Override
  public synchronized X509Certificate @Nullable [] getCertificateChain(String alias) {
    TlsIdentity edition = editions.get(alias);
    return edition == null ? null : edition.chain().toArray(new X509Certificate[0]);
  }

  @Override
  public synchronized @Nullable PrivateKey getPrivateKey(String alias) {
    TlsIdentity edition = editions.get(alias);
    return edition == null ? null : edition.key();
  }

  @Override
  public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
    String alias = chosen(keyType);
    return alias == null ? null : new String[] {alias};
  }

  @Override
  public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
    return null;
  }

  @Override
  public @Nullable String chooseClientAlias(
      String[] keyType, Principal @Nullable [] issuers, Socket socket) {
    return null;
  }
}
