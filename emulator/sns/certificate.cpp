#include "sns/signature.hpp"

#include "core/digest.hpp"

namespace understudy::sns {

// Both hold from 2000 to 2199, wide enough for every time to which a test may set its clock. With the second, the authority of
// nobody else, its key has signed the first, of "sns.amazonaws.com" and "sns.*.amazonaws.com"; that key has been forgotten.
std::string const& certificate_pem()
{
    static std::string const made = R"(-----BEGIN CERTIFICATE-----
MIIDNzCCAh+gAwIBAgIBAjANBgkqhkiG9w0BAQsFADA0MRMwEQYDVQQKDApVbmRl
cnN0dWR5MR0wGwYDVQQDDBRVbmRlcnN0dWR5IEF1dGhvcml0eTAiGA8yMDAwMDEw
MTAwMDAwMFoYDzIxOTkxMjMxMjM1OTU5WjAxMRMwEQYDVQQKDApVbmRlcnN0dWR5
MRowGAYDVQQDDBFzbnMuYW1hem9uYXdzLmNvbTCCASIwDQYJKoZIhvcNAQEBBQAD
ggEPADCCAQoCggEBAOClzGGGbLNkZWjumqdf+ar5RnixrjG93jb9cpmk7ZSn8O9e
QTmplwuoAXvy5+YxPxCoxy0DY4Wr7943FZh2Cs5l3UDa/1RPX7hNDZMNQoQ5cikg
FJBUt1BK8dgbOdaVW3pPWnmknRKhzvdsNk36QwG39LPKBvRXEW+nkPYRHZftiUFx
aTD1ZiV9EVWWSiVsYsZyBgzWT5W38pS/TUa+rYmv+S6ip1KX47crxK0ocE+l69hC
Y5cF/J1f47wDFGT0NSw6fOBLoRM8RFF+IzrlAzorK/dYO96iJ1GNWQpjgH+sWnA5
2pFc9dq2PUlJi/kb3bVAPm70ssLG4+qN3lVtzo0CAwEAAaNTMFEwDAYDVR0TAQH/
BAIwADAOBgNVHQ8BAf8EBAMCB4AwMQYDVR0RBCowKIIRc25zLmFtYXpvbmF3cy5j
b22CE3Nucy4qLmFtYXpvbmF3cy5jb20wDQYJKoZIhvcNAQELBQADggEBADul7M25
0lmbh2G1NSBN1b0lJLK75zXqjDtyg+0L2eKlEVFJU/OTjn4G1GY88LWNgtvs7jRG
uK1T1qSDx1VJ5w8apYg3SU0kjEfwX6Zh40Mv2QI9DlY/kRh10omuNyKXh/TmSFOM
emQi5XgsVsLjw+de5BJlioxrN+0bMk+q3r7c5IyAyvKmQWFHQQy08pyXoKZAEZgB
7Qj0topjujTfeXRKyD3s/Fh+BLy1RLDITMqZr2FDx31COyBKhp3JixqLRAYECZE8
oZPbAsOAiCFzqBzZ2q8D+fzlD1gAcEcJQ0L7uUv92voiG6CdqQslQleiT1/Qqo0v
rmwl/UK4vCjDJ5g=
-----END CERTIFICATE-----
-----BEGIN CERTIFICATE-----
MIIDCjCCAfKgAwIBAgIBATANBgkqhkiG9w0BAQsFADA0MRMwEQYDVQQKDApVbmRl
cnN0dWR5MR0wGwYDVQQDDBRVbmRlcnN0dWR5IEF1dGhvcml0eTAiGA8yMDAwMDEw
MTAwMDAwMFoYDzIxOTkxMjMxMjM1OTU5WjA0MRMwEQYDVQQKDApVbmRlcnN0dWR5
MR0wGwYDVQQDDBRVbmRlcnN0dWR5IEF1dGhvcml0eTCCASIwDQYJKoZIhvcNAQEB
BQADggEPADCCAQoCggEBAN2BtlCy3GZrzZglT53oP9NyZiU8wPoOC1I67rhBtCpl
m0U9dLN/K6zbU4GauU8Q48wxEBNj9HBOG7rpsyiGNGkf+PJfXMea29ZUCDcty19/
kVRUDTYN7dO8p81ZqXCkqmWwvpH1glHz5fJaVa01X0wqbZwwSeHdnzJxnAchWL9i
u74NjMJt1uAuuIQVbXsGjFJTtAbjnQ11ABlYw4vjiNTgvqpo46d8ucOYW6Uz810y
FNBzX6sK6NkCUC3qBrcKnBs3lN2fFH47KVTXSZ/JeKq+BO57XLKpQjH/5htBlsVT
CJ9IKv+1SAkAtvHOo3ERHX8B+6M5zt6cwabSO4DG/zECAwEAAaMjMCEwDwYDVR0T
AQH/BAUwAwEB/zAOBgNVHQ8BAf8EBAMCAgQwDQYJKoZIhvcNAQELBQADggEBABi2
WkODM/Kx4xT7SkGApRbPUy/HbAsrrhchOBw2dvJMUUNf+DxJ4HMrU2thBXenic5O
1dT/J/uiu/vljWpaVsZq8Mt09j/wG+ef6TFtR/5Zp4JqgN+OOf/lN09oSqrIlm0+
h6VcpbTSXEK+D1VZDweQbJCdoy1WHOyMqhYSv+GX8KfuGenxbrFMXX3qsQo+u6qy
791AEbLxoWm7K3v2QgGOgShOvFbFstoc+SzKQw1A0eSDFSImTrz3LiRV0EkDSP7y
wfqvl85AqcsgXfLqgWWG5lZGajNwm0Ohs2VKBz1QXjK9z2bBfdFoVHs1hhgC/ulh
m6VgjVTYg4XJUvS+jNk=
-----END CERTIFICATE-----
)";
    return made;
}

std::string const& certificate_path()
{
    static std::string const made = "/SimpleNotificationService-" + md5_hex(certificate_pem()) + ".pem";
    return made;
}

} // namespace understudy::sns
