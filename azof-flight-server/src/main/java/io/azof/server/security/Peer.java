package io.azof.server.security;

import java.util.Optional;

/**
 * From where a call comes.
 *
 * @param address of the machine, without a port
 * @param certificateName whose certificate the client showed, if it showed one that is trusted
 */
public record Peer(String address, Optional<String> certificateName) {}
