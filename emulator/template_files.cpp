// Templates where people keep them: in files, and in directories of files.
#include "bootstrapper.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>

namespace understudy {

namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t file_bytes_max =
    64 * 1024 * 1024; // the reader of templates refuses less; this keeps memory whole

bool is_template(fs::path const& file)
{
    constexpr std::array<std::string_view, 4> endings{".yaml", ".yml", ".json", ".template"};
    return std::ranges::find(endings, file.extension().string()) != endings.end();
}

[[noreturn]] void refuse(fs::path const& file, std::string_view why)
{
    throw template_error{{{.file = file.string(), .message = std::string{why}}}};
}

std::string contents(fs::path const& file)
{
    std::error_code failure;
    if (fs::file_size(file, failure) > file_bytes_max && !failure) {
        refuse(file, "this is too large for a template");
    }
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in) { refuse(file, "this file cannot be read"); }
    return text;
}

/// Directories may hold other documents, for scripts to read.
bool declares_anything(std::string const& text)
{
    return text.find("Resources") != std::string::npos || text.find("resources") != std::string::npos;
}

/// Itself, or the templates that are in it.
std::vector<fs::path> files_of(fs::path const& path)
{
    std::error_code failure;
    if (!fs::is_directory(path, failure)) { return {path}; }
    std::vector<fs::path> files;
    for (auto const& entry : fs::directory_iterator{path, failure}) {
        if (is_template(entry.path()) && !entry.is_directory(failure)) { files.push_back(entry.path()); }
    }
    if (failure) { refuse(path, "this directory cannot be read"); }
    std::ranges::sort(files);
    return files;
}

} // namespace

std::vector<template_text> read_templates(std::vector<std::string> const& paths,
                                          std::map<std::string, std::string, std::less<>> const& parameters)
{
    std::vector<template_text> templates;
    for (auto const& path : paths) {
        for (auto const& file : files_of(path)) {
            auto text = contents(file);
            if (file != path && !declares_anything(text)) { continue; }
            templates.push_back({.text = std::move(text), .file = file.string(), .parameters = parameters});
        }
    }
    return templates;
}

} // namespace understudy
