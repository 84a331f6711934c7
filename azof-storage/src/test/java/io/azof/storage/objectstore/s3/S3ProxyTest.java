package io.azof.storage.objectstore.s3;

import io.azof.storage.fixture.s3.Credentials;
import io.azof.storage.objectstore.ObjectStore;
import io.azof.storage.objectstore.ObjectStoreContract;
import java.net.URI;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;

/** The contract against a service that somebody else has written: S3Proxy, in memory. */
final class S3ProxyTest extends ObjectStoreContract {
  private final S3Proxy proxy;
  private final S3ObjectStore store;

  S3ProxyTest() throws Exception {
    Credentials.use(Credentials.ACCESS_KEY);
    TransientNio2BlobStore objects = new TransientNio2BlobStore();
    objects.createContainer(CreateBucketRequest.builder().bucket("bucket").build());
    proxy =
        S3Proxy.builder()
            .endpoint(URI.create("http://127.0.0.1:0"))
            .awsAuthentication(
                AuthenticationType.AWS_V4, Credentials.ACCESS_KEY, Credentials.SECRET_KEY)
            .blobStore(objects)
            .build();
    proxy.start();
    URI endpoint = URI.create("http://127.0.0.1:" + proxy.getPort());
    store =
        S3ObjectStore.open(
            "s3://bucket/a lake", S3Settings.defaults().withEndpoint(endpoint, "us-east-1"));
  }

  @AfterEach
  void close() throws Exception {
    store.close();
    proxy.stop();
    Credentials.forget();
  }

  @Override
  protected ObjectStore store() {
    return store;
  }

  /** It looks at the tag first and writes afterwards. */
  @Override
  protected boolean replacesAtomically() {
    return false;
  }
}
