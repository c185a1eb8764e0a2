package understudy.v2;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class StsTest extends Clients {
    @Test
    void theCallerHasAnAccountAndAnArn() {
        var identity = sts.getCallerIdentity();
        assertTrue(identity.account().matches("\\d{12}"));
        assertTrue(identity.arn().contains(":" + identity.account() + ":"));
    }
}
