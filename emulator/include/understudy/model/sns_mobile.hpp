// The shapes of Amazon SNS for text messages and mobile push. https://docs.aws.amazon.com/sns/latest/api/
#pragma once

#include <understudy/model/describe.hpp>

namespace understudy::sns {

struct CheckIfPhoneNumberIsOptedOutResponse {
    bool isOptedOut = {};
};
BOOST_DESCRIBE_STRUCT(CheckIfPhoneNumberIsOptedOutResponse, (), (isOptedOut))

struct CheckIfPhoneNumberIsOptedOutInput {
    using answer = CheckIfPhoneNumberIsOptedOutResponse;
    static constexpr std::string_view operation = "CheckIfPhoneNumberIsOptedOut";
    std::optional<std::string> phoneNumber = {};
};
BOOST_DESCRIBE_STRUCT(CheckIfPhoneNumberIsOptedOutInput, (), (phoneNumber))

struct CreatePlatformApplicationResponse {
    std::string PlatformApplicationArn = {};
};
BOOST_DESCRIBE_STRUCT(CreatePlatformApplicationResponse, (), (PlatformApplicationArn))

struct CreatePlatformApplicationInput {
    using answer = CreatePlatformApplicationResponse;
    static constexpr std::string_view operation = "CreatePlatformApplication";
    std::optional<std::string> Name = {};
    std::optional<std::string> Platform = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(CreatePlatformApplicationInput, (), (Name, Platform, Attributes))

struct CreateEndpointResponse {
    std::string EndpointArn = {};
};
BOOST_DESCRIBE_STRUCT(CreateEndpointResponse, (), (EndpointArn))

struct CreatePlatformEndpointInput {
    using answer = CreateEndpointResponse;
    static constexpr std::string_view operation = "CreatePlatformEndpoint";
    std::optional<std::string> PlatformApplicationArn = {};
    std::optional<std::string> Token = {};
    std::optional<std::string> CustomUserData = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(CreatePlatformEndpointInput, (),
                      (PlatformApplicationArn, Token, CustomUserData, Attributes))

struct CreateSMSSandboxPhoneNumberResult {};
BOOST_DESCRIBE_STRUCT(CreateSMSSandboxPhoneNumberResult, (), ())

struct CreateSMSSandboxPhoneNumberInput {
    using answer = CreateSMSSandboxPhoneNumberResult;
    static constexpr std::string_view operation = "CreateSMSSandboxPhoneNumber";
    std::optional<std::string> PhoneNumber = {};
    std::optional<std::string> LanguageCode = {};
};
BOOST_DESCRIBE_STRUCT(CreateSMSSandboxPhoneNumberInput, (), (PhoneNumber, LanguageCode))

struct DeleteEndpointInput {
    using answer = void;
    static constexpr std::string_view operation = "DeleteEndpoint";
    std::optional<std::string> EndpointArn = {};
};
BOOST_DESCRIBE_STRUCT(DeleteEndpointInput, (), (EndpointArn))

struct DeletePlatformApplicationInput {
    using answer = void;
    static constexpr std::string_view operation = "DeletePlatformApplication";
    std::optional<std::string> PlatformApplicationArn = {};
};
BOOST_DESCRIBE_STRUCT(DeletePlatformApplicationInput, (), (PlatformApplicationArn))

struct DeleteSMSSandboxPhoneNumberResult {};
BOOST_DESCRIBE_STRUCT(DeleteSMSSandboxPhoneNumberResult, (), ())

struct DeleteSMSSandboxPhoneNumberInput {
    using answer = DeleteSMSSandboxPhoneNumberResult;
    static constexpr std::string_view operation = "DeleteSMSSandboxPhoneNumber";
    std::optional<std::string> PhoneNumber = {};
};
BOOST_DESCRIBE_STRUCT(DeleteSMSSandboxPhoneNumberInput, (), (PhoneNumber))

struct GetEndpointAttributesResponse {
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(GetEndpointAttributesResponse, (), (Attributes))

struct GetEndpointAttributesInput {
    using answer = GetEndpointAttributesResponse;
    static constexpr std::string_view operation = "GetEndpointAttributes";
    std::optional<std::string> EndpointArn = {};
};
BOOST_DESCRIBE_STRUCT(GetEndpointAttributesInput, (), (EndpointArn))

struct GetPlatformApplicationAttributesResponse {
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(GetPlatformApplicationAttributesResponse, (), (Attributes))

struct GetPlatformApplicationAttributesInput {
    using answer = GetPlatformApplicationAttributesResponse;
    static constexpr std::string_view operation = "GetPlatformApplicationAttributes";
    std::optional<std::string> PlatformApplicationArn = {};
};
BOOST_DESCRIBE_STRUCT(GetPlatformApplicationAttributesInput, (), (PlatformApplicationArn))

struct GetSMSAttributesResponse {
    string_map attributes = {};
};
BOOST_DESCRIBE_STRUCT(GetSMSAttributesResponse, (), (attributes))

struct GetSMSAttributesInput {
    using answer = GetSMSAttributesResponse;
    static constexpr std::string_view operation = "GetSMSAttributes";
    string_list attributes = {};
};
BOOST_DESCRIBE_STRUCT(GetSMSAttributesInput, (), (attributes))

struct GetSMSSandboxAccountStatusResult {
    bool IsInSandbox = {};
};
BOOST_DESCRIBE_STRUCT(GetSMSSandboxAccountStatusResult, (), (IsInSandbox))

struct GetSMSSandboxAccountStatusInput {
    using answer = GetSMSSandboxAccountStatusResult;
    static constexpr std::string_view operation = "GetSMSSandboxAccountStatus";
};
BOOST_DESCRIBE_STRUCT(GetSMSSandboxAccountStatusInput, (), ())

struct Endpoint {
    std::string EndpointArn = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(Endpoint, (), (EndpointArn, Attributes))

struct ListEndpointsByPlatformApplicationResponse {
    std::vector<Endpoint> Endpoints = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListEndpointsByPlatformApplicationResponse, (), (Endpoints, NextToken))

struct ListEndpointsByPlatformApplicationInput {
    using answer = ListEndpointsByPlatformApplicationResponse;
    static constexpr std::string_view operation = "ListEndpointsByPlatformApplication";
    std::optional<std::string> PlatformApplicationArn = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListEndpointsByPlatformApplicationInput, (), (PlatformApplicationArn, NextToken))

struct PhoneNumberInformation {
    std::string CreatedAt = {};
    std::string PhoneNumber = {};
    std::string Status = {};
    std::string Iso2CountryCode = {};
    std::string RouteType = {};
    string_list NumberCapabilities = {};
};
BOOST_DESCRIBE_STRUCT(PhoneNumberInformation, (),
                      (CreatedAt, PhoneNumber, Status, Iso2CountryCode, RouteType, NumberCapabilities))

struct ListOriginationNumbersResult {
    std::optional<std::string> NextToken = {};
    std::vector<PhoneNumberInformation> PhoneNumbers = {};
};
BOOST_DESCRIBE_STRUCT(ListOriginationNumbersResult, (), (NextToken, PhoneNumbers))

struct ListOriginationNumbersRequest {
    using answer = ListOriginationNumbersResult;
    static constexpr std::string_view operation = "ListOriginationNumbers";
    std::optional<std::string> NextToken = {};
    std::optional<std::int64_t> MaxResults = {};
};
BOOST_DESCRIBE_STRUCT(ListOriginationNumbersRequest, (), (NextToken, MaxResults))

struct ListPhoneNumbersOptedOutResponse {
    string_list phoneNumbers = {};
    std::optional<std::string> nextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListPhoneNumbersOptedOutResponse, (), (phoneNumbers, nextToken))

struct ListPhoneNumbersOptedOutInput {
    using answer = ListPhoneNumbersOptedOutResponse;
    static constexpr std::string_view operation = "ListPhoneNumbersOptedOut";
    std::optional<std::string> nextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListPhoneNumbersOptedOutInput, (), (nextToken))

struct PlatformApplication {
    std::string PlatformApplicationArn = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(PlatformApplication, (), (PlatformApplicationArn, Attributes))

struct ListPlatformApplicationsResponse {
    std::vector<PlatformApplication> PlatformApplications = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListPlatformApplicationsResponse, (), (PlatformApplications, NextToken))

struct ListPlatformApplicationsInput {
    using answer = ListPlatformApplicationsResponse;
    static constexpr std::string_view operation = "ListPlatformApplications";
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListPlatformApplicationsInput, (), (NextToken))

struct SMSSandboxPhoneNumber {
    std::string PhoneNumber = {};
    std::string Status = {};
};
BOOST_DESCRIBE_STRUCT(SMSSandboxPhoneNumber, (), (PhoneNumber, Status))

struct ListSMSSandboxPhoneNumbersResult {
    std::vector<SMSSandboxPhoneNumber> PhoneNumbers = {};
    std::optional<std::string> NextToken = {};
};
BOOST_DESCRIBE_STRUCT(ListSMSSandboxPhoneNumbersResult, (), (PhoneNumbers, NextToken))

struct ListSMSSandboxPhoneNumbersInput {
    using answer = ListSMSSandboxPhoneNumbersResult;
    static constexpr std::string_view operation = "ListSMSSandboxPhoneNumbers";
    std::optional<std::string> NextToken = {};
    std::optional<std::int64_t> MaxResults = {};
};
BOOST_DESCRIBE_STRUCT(ListSMSSandboxPhoneNumbersInput, (), (NextToken, MaxResults))

struct OptInPhoneNumberResponse {};
BOOST_DESCRIBE_STRUCT(OptInPhoneNumberResponse, (), ())

struct OptInPhoneNumberInput {
    using answer = OptInPhoneNumberResponse;
    static constexpr std::string_view operation = "OptInPhoneNumber";
    std::optional<std::string> phoneNumber = {};
};
BOOST_DESCRIBE_STRUCT(OptInPhoneNumberInput, (), (phoneNumber))

struct SetEndpointAttributesInput {
    using answer = void;
    static constexpr std::string_view operation = "SetEndpointAttributes";
    std::optional<std::string> EndpointArn = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(SetEndpointAttributesInput, (), (EndpointArn, Attributes))

struct SetPlatformApplicationAttributesInput {
    using answer = void;
    static constexpr std::string_view operation = "SetPlatformApplicationAttributes";
    std::optional<std::string> PlatformApplicationArn = {};
    string_map Attributes = {};
};
BOOST_DESCRIBE_STRUCT(SetPlatformApplicationAttributesInput, (), (PlatformApplicationArn, Attributes))

struct SetSMSAttributesResponse {};
BOOST_DESCRIBE_STRUCT(SetSMSAttributesResponse, (), ())

struct SetSMSAttributesInput {
    using answer = SetSMSAttributesResponse;
    static constexpr std::string_view operation = "SetSMSAttributes";
    string_map attributes = {};
};
BOOST_DESCRIBE_STRUCT(SetSMSAttributesInput, (), (attributes))

struct VerifySMSSandboxPhoneNumberResult {};
BOOST_DESCRIBE_STRUCT(VerifySMSSandboxPhoneNumberResult, (), ())

struct VerifySMSSandboxPhoneNumberInput {
    using answer = VerifySMSSandboxPhoneNumberResult;
    static constexpr std::string_view operation = "VerifySMSSandboxPhoneNumber";
    std::optional<std::string> PhoneNumber = {};
    std::optional<std::string> OneTimePassword = {};
};
BOOST_DESCRIBE_STRUCT(VerifySMSSandboxPhoneNumberInput, (), (PhoneNumber, OneTimePassword))

} // namespace understudy::sns
