#include "sns/endpoint.hpp"
#include "sns/errors.hpp"
#include "sns/limits.hpp"
#include "sns/mobile_lookup.hpp"
#include "sns/paging.hpp"
#include "sns/service.hpp"
#include "sns/text.hpp"

#include <array>

namespace understudy::sns {
namespace {

constexpr std::array<std::string_view, 6> sms_attributes{
    "DefaultSMSType",    "DefaultSenderID",    "DeliveryStatusIAMRole", "DeliveryStatusSuccessSamplingRate",
    "MonthlySpendLimit", "UsageReportS3Bucket"};
constexpr std::string_view languages =
    "[en-US, en-GB, es-419, es-ES, de-DE, fr-CA, fr-FR, it-IT, ja-JP, pt-BR, kr-KR, zh-CN, zh-TW]";

result<void> check_sms_attribute(std::string_view name, std::string_view value)
{
    if (std::ranges::find(sms_attributes, name) == sms_attributes.end()) {
        return errors::sms_attribute_unknown(name);
    }
    auto refused_unless = [&](bool good) -> result<void> {
        if (!good) { return errors::sms_attribute_invalid(name); }
        return {};
    };
    if (name == "DefaultSMSType") {
        return refused_unless(value == "Promotional" || value == "Transactional");
    }
    if (name == "DefaultSenderID") { // 1 to 11 letters, digits and hyphens, at least one of them a letter
        return refused_unless(!value.empty() && value.size() <= 11 && std::ranges::all_of(value, [](char c) {
            return is_alphanumeric(c) || c == '-';
        }) && std::ranges::any_of(value, [](char c) { return is_alphanumeric(c) && !is_digit(c); }));
    }
    if (name == "MonthlySpendLimit" || name == "DeliveryStatusSuccessSamplingRate") {
        auto const number = parse_integer(value);
        return refused_unless(number && *number >= 0 && (name == "MonthlySpendLimit" || *number <= 100));
    }
    if (name == "UsageReportS3Bucket" && !value.empty()) { return errors::sms_bucket_missing(); }
    return {};
}

result<std::string> require_phone_number(std::optional<std::string> const& given)
{
    if (!given) { return errors::parameter_missing("phoneNumber"); }
    auto number = parse_phone_number(*given);
    if (!number) { return errors::phone_number_malformed(); }
    return std::move(*number);
}

/// The model's own pattern: '+' and at least eight digits, or up to nine digits.
result<void> check_sandbox_number(std::optional<std::string> const& number)
{
    constexpr std::string_view path = "phoneNumber";
    constexpr std::size_t length_max = 20;
    if (!number) { return errors::parameter_missing(path); }
    if (number->size() > length_max) { return errors::value_too_long(*number, path, length_max); }
    bool const plus = number->starts_with('+');
    auto const digits = std::string_view{*number}.substr(plus ? 1 : 0);
    bool const good =
        std::ranges::all_of(digits, is_digit) && (plus ? digits.size() >= 8 : digits.size() <= 9);
    if (!good) { return errors::value_breaks_pattern(*number, path, R"(^(\+[0-9]{8,}|[0-9]{0,9})$)"); }
    return {};
}

result<std::size_t> page_size(std::optional<std::int64_t> const& asked, std::int64_t most)
{
    if (asked && (*asked < 1 || *asked > most)) { return errors::page_size_out_of_range(*asked, most); }
    return static_cast<std::size_t>(asked.value_or(most));
}

} // namespace

result<CheckIfPhoneNumberIsOptedOutResponse> check_if_phone_number_is_opted_out(
    state& sns, call const& call, CheckIfPhoneNumberIsOptedOutInput const& request)
{
    auto const number = require_phone_number(request.phoneNumber);
    if (!number) { return number.error(); }
    return CheckIfPhoneNumberIsOptedOutResponse{mobile_of(sns, call).opted_out.contains(*number)};
}

result<OptInPhoneNumberResponse> opt_in_phone_number(state& sns, call const& call,
                                                     OptInPhoneNumberInput const& request)
{
    auto const number = require_phone_number(request.phoneNumber);
    if (!number) { return number.error(); }
    mobile_of(sns, call).opted_out.erase(*number);
    return OptInPhoneNumberResponse{};
}

result<void> opt_out_phone_number(state& sns, call const& call, std::optional<std::string> const& given)
{
    auto number = require_phone_number(given);
    if (!number) { return number.error(); }
    mobile_of(sns, call).opted_out.insert(std::move(*number));
    return {};
}

result<ListPhoneNumbersOptedOutResponse> list_phone_numbers_opted_out(
    state& sns, call const& call, ListPhoneNumbersOptedOutInput const& request)
{
    ListPhoneNumbersOptedOutResponse answer;
    auto next = read_page(mobile_of(sns, call).opted_out, request.nextToken,
                          [&](auto const& number) { answer.phoneNumbers.push_back(number); });
    if (!next) { return next.error(); }
    answer.nextToken = std::move(*next);
    return answer;
}

result<GetSMSAttributesResponse> get_sms_attributes(state& sns, call const& call,
                                                    GetSMSAttributesInput const& request)
{
    auto const& all = mobile_of(sns, call).sms_attributes;
    if (request.attributes.empty()) { return GetSMSAttributesResponse{all}; }
    GetSMSAttributesResponse answer;
    for (auto const& name : request.attributes) {
        if (auto const found = all.find(name); found != all.end()) { answer.attributes.insert(*found); }
    }
    return answer;
}

result<SetSMSAttributesResponse> set_sms_attributes(state& sns, call const& call,
                                                    SetSMSAttributesInput const& request)
{
    if (request.attributes.empty()) { return errors::parameter_missing("attributes"); }
    for (auto const& [name, value] : request.attributes) {
        if (auto good = check_sms_attribute(name, value); !good) { return good.error(); }
    }
    auto& kept = mobile_of(sns, call).sms_attributes;
    for (auto const& [name, value] : request.attributes) { kept.insert_or_assign(name, value); }
    return SetSMSAttributesResponse{};
}

result<CreateSMSSandboxPhoneNumberResult> create_sms_sandbox_phone_number(
    state& sns, call const& call, CreateSMSSandboxPhoneNumberInput const& request)
{
    if (auto good = check_sandbox_number(request.PhoneNumber); !good) { return good.error(); }
    if (request.LanguageCode) {
        auto const known = languages.find(*request.LanguageCode) != std::string_view::npos;
        if (!known || request.LanguageCode->size() < 5) {
            return errors::value_not_allowed(*request.LanguageCode, "languageCode", languages);
        }
    }
    auto& account = mobile_of(sns, call);
    if (account.opted_out.contains(*request.PhoneNumber)) { return errors::phone_number_opted_out(); }
    auto& numbers = account.sandbox;
    if (!numbers.contains(*request.PhoneNumber) && numbers.size() >= limits::sandbox_numbers_max) {
        return errors::sandbox_is_full();
    }
    numbers.insert_or_assign(*request.PhoneNumber, false);
    return CreateSMSSandboxPhoneNumberResult{};
}

result<VerifySMSSandboxPhoneNumberResult> verify_sms_sandbox_phone_number(
    state& sns, call const& call, VerifySMSSandboxPhoneNumberInput const& request)
{
    constexpr std::string_view path = "oneTimePassword";
    if (auto good = check_sandbox_number(request.PhoneNumber); !good) { return good.error(); }
    if (!request.OneTimePassword) { return errors::parameter_missing(path); }
    auto const& password = *request.OneTimePassword;
    if (password.size() < 5) { return errors::value_too_short(password, path, 5); }
    if (password.size() > 8) { return errors::value_too_long(password, path, 8); }
    if (!std::ranges::all_of(password, is_digit)) {
        return errors::value_breaks_pattern(password, path, "^[0-9]+$");
    }
    auto& numbers = mobile_of(sns, call).sandbox;
    auto const found = numbers.find(*request.PhoneNumber);
    if (found == numbers.end()) { return errors::resource_does_not_exist(); }
    // No text message goes out, so there is one password for all who test.
    if (password != limits::one_time_password) { return errors::one_time_password_wrong(); }
    found->second = true;
    return VerifySMSSandboxPhoneNumberResult{};
}

result<DeleteSMSSandboxPhoneNumberResult> delete_sms_sandbox_phone_number(
    state& sns, call const& call, DeleteSMSSandboxPhoneNumberInput const& request)
{
    if (auto good = check_sandbox_number(request.PhoneNumber); !good) { return good.error(); }
    if (mobile_of(sns, call).sandbox.erase(*request.PhoneNumber) == 0) {
        return errors::resource_does_not_exist();
    }
    return DeleteSMSSandboxPhoneNumberResult{};
}

result<ListSMSSandboxPhoneNumbersResult> list_sms_sandbox_phone_numbers(
    state& sns, call const& call, ListSMSSandboxPhoneNumbersInput const& request)
{
    auto const size = page_size(request.MaxResults, 100);
    if (!size) { return size.error(); }
    ListSMSSandboxPhoneNumbersResult answer;
    auto next = read_page(
        mobile_of(sns, call).sandbox, request.NextToken,
        [&](auto const& entry) {
            answer.PhoneNumbers.push_back({entry.first, entry.second ? "Verified" : "Pending"});
        },
        *size);
    if (!next) { return next.error(); }
    answer.NextToken = std::move(*next);
    return answer;
}

result<GetSMSSandboxAccountStatusResult> get_sms_sandbox_account_status(
    state&, call const&, GetSMSSandboxAccountStatusInput const&)
{
    return GetSMSSandboxAccountStatusResult{true}; // as every account begins
}

/// Nobody has bought numbers from an emulator.
result<ListOriginationNumbersResult> list_origination_numbers(state&, call const&,
                                                              ListOriginationNumbersRequest const& request)
{
    if (auto size = page_size(request.MaxResults, 30); !size) { return size.error(); }
    if (!is_first_page(request.NextToken)) { return errors::next_token_invalid(); }
    return ListOriginationNumbersResult{};
}

} // namespace understudy::sns
