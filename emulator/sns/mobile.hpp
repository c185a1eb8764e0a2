// What an account has in one region for text messages and mobile push: a value. For applications.cpp,
// platform_endpoints.cpp and phone_numbers.cpp.
// https://docs.aws.amazon.com/sns/latest/dg/sns-mobile-application-as-subscriber.html
#pragma once

#include <understudy/model/describe.hpp>

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace understudy::sns {

struct platform_endpoint {
    std::string application_arn = {};
    string_map attributes = {}; // Enabled, Token and CustomUserData, as they are shown
};

struct platform_application {
    string_map credentials = {}; // never shown
    string_map attributes = {};
    std::map<std::string, std::string, std::less<>> endpoints = {}; // ARN by token
};

struct mobile_account {
    std::map<std::string, platform_application, std::less<>> applications = {}; // by ARN
    std::map<std::string, platform_endpoint, std::less<>> endpoints = {}; // by ARN; they outlive applications
    std::set<std::string, std::less<>> deleted_endpoints =
        {}; // ARNs; refused in other words than unknown ones
    string_map sms_attributes = {{"MonthlySpendLimit", "1"}};
    std::set<std::string, std::less<>> opted_out = {};
    std::map<std::string, bool, std::less<>> sandbox = {}; // whether the number is verified
};

} // namespace understudy::sns
