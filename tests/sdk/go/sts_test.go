package sdk

import (
	"strings"
	"testing"

	"github.com/aws/aws-sdk-go-v2/service/sts"
)

func TestTheCallerHasAnAccountAndAnARN(t *testing.T) {
	identity := must(newWorld(t).sts.GetCallerIdentity(t.Context(), &sts.GetCallerIdentityInput{}))(t)
	equal(t, len(*identity.Account), 12)
	equal(t, strings.Contains(*identity.Arn, ":"+*identity.Account+":"), true)
}
