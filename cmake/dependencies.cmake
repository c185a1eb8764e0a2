# All dependencies come from the distribution's packages; scripts/setup installs them.
set(Boost_USE_STATIC_LIBS ON)
if(UNDERSTUDY_STATIC)
  set(ZLIB_USE_STATIC_LIBS ON)
endif()
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(ZLIB REQUIRED)
find_package(Threads REQUIRED)
find_package(absl REQUIRED)
find_package(fmt REQUIRED)
find_package(spdlog REQUIRED)
find_package(CLI11 REQUIRED)
find_package(pugixml REQUIRED)
find_library(UNDERSTUDY_DEFLATE NAMES libdeflate.a deflate REQUIRED) # it comes without a package of CMake's

add_library(understudy_deflate INTERFACE)
target_link_libraries(understudy_deflate INTERFACE ${UNDERSTUDY_DEFLATE})

# Nor has Mbed TLS 2.28, of which there are three libraries: each needs those that are named before it.
find_path(UNDERSTUDY_MBEDTLS_HEADERS mbedtls/ssl.h REQUIRED)
foreach(name IN ITEMS mbedcrypto mbedx509 mbedtls)
  find_library(UNDERSTUDY_${name} NAMES lib${name}.a ${name} REQUIRED)
  add_library(understudy_${name} UNKNOWN IMPORTED GLOBAL)
  set_target_properties(understudy_${name} PROPERTIES IMPORTED_LOCATION ${UNDERSTUDY_${name}})
  target_include_directories(understudy_${name} INTERFACE ${UNDERSTUDY_MBEDTLS_HEADERS})
endforeach()
target_link_libraries(understudy_mbedx509 INTERFACE understudy_mbedcrypto)
target_link_libraries(understudy_mbedtls INTERFACE understudy_mbedx509)

if(UNDERSTUDY_BOOTSTRAP)
  find_library(UNDERSTUDY_YAML NAMES libyaml-cpp.a yaml-cpp REQUIRED) # its package of CMake's knows the shared library only
  add_library(understudy_yaml INTERFACE)
  target_link_libraries(understudy_yaml INTERFACE ${UNDERSTUDY_YAML})
endif()

# Distributions ship fmt and spdlog as shared libraries only; for a static binary we compile the one, and of the other take the headers.
add_library(understudy_spdlog INTERFACE)
if(UNDERSTUDY_STATIC)
  add_library(understudy_fmt STATIC cmake/fmt.cpp)
  target_include_directories(understudy_fmt SYSTEM PUBLIC $<TARGET_PROPERTY:fmt::fmt,INTERFACE_INCLUDE_DIRECTORIES>)
  set_target_properties(spdlog::spdlog_header_only PROPERTIES INTERFACE_LINK_LIBRARIES "Threads::Threads;understudy_fmt")
  target_link_libraries(understudy_spdlog INTERFACE spdlog::spdlog_header_only)
else()
  add_library(understudy_fmt INTERFACE)
  target_link_libraries(understudy_fmt INTERFACE fmt::fmt)
  target_link_libraries(understudy_spdlog INTERFACE spdlog::spdlog)
endif()

# What CMake's packages of Abseil and pugixml name is the shared library; the archive lies beside it.
if(UNDERSTUDY_STATIC)
  get_directory_property(imported IMPORTED_TARGETS)
  foreach(library IN LISTS imported)
    get_target_property(shared ${library} IMPORTED_LOCATION_NONE)
    if(shared MATCHES "\\.so[.0-9]*$")
      string(REGEX REPLACE "\\.so[.0-9]*$" ".a" archive "${shared}")
      set_target_properties(${library} PROPERTIES IMPORTED_LOCATION_NONE "${archive}")
    endif()
  endforeach()
endif()
