import com.google.common.util.concurrent.ListenableFuture;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordFailedException;
import software.amazon.kinesis.producer.UserRecordResult;

/** Sends each line of a file as one user record: Produce [port] [stream] [file] [folder for its binary]. */
public class Produce {
  public static void main(String[] args) throws Exception {
    int port = Integer.parseInt(args[0]);
    KinesisProducerConfiguration configuration =
        new KinesisProducerConfiguration()
            .setRegion("us-east-1")
            .setKinesisEndpoint("127.0.0.1")
            .setKinesisPort(port)
            .setCloudwatchEndpoint("127.0.0.1")
            .setCloudwatchPort(port)
            .setStsEndpoint("127.0.0.1")
            .setStsPort(port)
            // The check's own certificate.
            .setVerifyCertificate(false)
            .setMetricsLevel("none")
            .setLogLevel("error")
            .setRequestTimeout(30_000)
            .setRecordTtl(120_000)
            .setTempDirectory(args[3])
            .setCredentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("laptop", "laptop")));
    List<String> lines = Files.readAllLines(Path.of(args[2]));
    KinesisProducer producer = new KinesisProducer(configuration);
    List<ListenableFuture<UserRecordResult>> sent = new ArrayList<>();
    for (int at = 0; at < lines.size(); at += 1) {
      byte[] data = lines.get(at).getBytes(StandardCharsets.UTF_8);
      sent.add(producer.addUserRecord(args[1], "key" + at % 50, ByteBuffer.wrap(data)));
    }
    int taken = 0;
    String fault = "";
    for (ListenableFuture<UserRecordResult> result : sent) {
      try {
        if (result.get().isSuccessful()) taken += 1;
      } catch (ExecutionException failure) {
        fault = faultOf(failure.getCause());
      }
    }
    producer.flushSync();
    producer.destroy();
    System.out.println("taken " + taken + (fault.isEmpty() ? "" : " last fault " + fault));
    System.exit(taken == lines.size() ? 0 : 1);
  }

  private static String faultOf(Throwable cause) {
    if (!(cause instanceof UserRecordFailedException)) return String.valueOf(cause);
    var attempts = ((UserRecordFailedException) cause).getResult().getAttempts();
    var last = attempts.get(attempts.size() - 1);
    return last.getErrorCode() + " " + last.getErrorMessage();
  }
}
