# One library per room of the house. The rooms and who may use whom: ARCHITECTURE.md.

add_library(understudy_options INTERFACE)
target_compile_features(understudy_options INTERFACE cxx_std_20)
target_compile_definitions(understudy_options INTERFACE BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_USE_STD_STRING_VIEW)
if(PROJECT_IS_TOP_LEVEL)
  target_compile_options(understudy_options INTERFACE -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_COMPILER_VERSION VERSION_LESS 13)
    # gcc 12 takes optimized std::string concatenation for overlapping copies: https://gcc.gnu.org/bugzilla/show_bug.cgi?id=105651
    target_compile_options(understudy_options INTERFACE $<$<NOT:$<CONFIG:Debug>>:-Wno-restrict>)
  endif()
endif()
if(UNDERSTUDY_STATIC)
  # A static binary stands at a fixed place; to know that saves an instruction in fifty.
  target_compile_options(understudy_options INTERFACE -fno-pie)
  target_link_options(understudy_options INTERFACE -no-pie)
endif()
if(UNDERSTUDY_PRECOMPILE AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  target_compile_options(understudy_options INTERFACE -fpch-preprocess) # else no compiler cache knows what was precompiled
endif()
if(UNDERSTUDY_SANITIZE)
  target_compile_options(understudy_options INTERFACE -fsanitize=${UNDERSTUDY_SANITIZE} -fno-omit-frame-pointer
                                                      -fno-sanitize-recover=all)
  if(UNDERSTUDY_SANITIZE MATCHES thread AND CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
    # Asio's fences are not watched; what they would tell of, its locks order already.
    target_compile_options(understudy_options INTERFACE -Wno-tsan)
  endif()
  if(UNDERSTUDY_SANITIZE MATCHES undefined)
    # They check every access, the address sanitizer finds what they would, and without them a build takes two thirds of the time.
    target_compile_options(understudy_options INTERFACE -fno-sanitize=null,alignment,vptr)
  endif()
  target_link_options(understudy_options INTERFACE -fsanitize=${UNDERSTUDY_SANITIZE})
endif()

# understudy_library(NAME SOURCES file... [SMALL file...] [DEPENDS target...]): what no frequent request passes through is SMALL,
# compiled for its size.
function(understudy_library name)
  cmake_parse_arguments(arg "" "" "SOURCES;SMALL;DEPENDS" ${ARGN})
  add_library(understudy_${name} STATIC ${arg_SOURCES} ${arg_SMALL})
  set_source_files_properties(${arg_SMALL} PROPERTIES COMPILE_OPTIONS $<$<CONFIG:Release>:-Os>)
  add_library(understudy::${name} ALIAS understudy_${name})
  target_include_directories(understudy_${name}
    PUBLIC $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/emulator/include>
    PRIVATE ${PROJECT_SOURCE_DIR}/emulator)
  target_link_libraries(understudy_${name} PUBLIC ${arg_DEPENDS} PRIVATE $<BUILD_INTERFACE:understudy_options>)
endfunction()

# understudy_small(target...): the same for all that is in these rooms.
function(understudy_small)
  foreach(target ${ARGN})
    target_compile_options(${target} PRIVATE $<$<CONFIG:Release>:-Os>)
  endforeach()
endfunction()

# understudy_precompile(NAME HEADERS header... FOR target...): the targets read these headers once for all of their sources. The
# release build goes without, which shows that each source includes what it needs.
function(understudy_precompile name)
  if(NOT UNDERSTUDY_PRECOMPILE)
    return()
  endif()
  cmake_parse_arguments(arg "" "" "HEADERS;FOR" ${ARGN})
  set(source ${CMAKE_CURRENT_BINARY_DIR}/precompiled_${name}.cpp)
  file(CONFIGURE OUTPUT ${source} CONTENT "// Only what comes before it counts.\n")
  add_library(precompiled_${name} OBJECT ${source}) # a target of its own: what a user defines besides must not show in it
  target_include_directories(precompiled_${name} PRIVATE ${PROJECT_SOURCE_DIR}/emulator ${PROJECT_SOURCE_DIR}/emulator/include
                                                         ${PROJECT_SOURCE_DIR}/tests)
  target_link_libraries(precompiled_${name} PRIVATE understudy_options)
  target_precompile_headers(precompiled_${name} PRIVATE ${arg_HEADERS})
  foreach(target ${arg_FOR})
    target_precompile_headers(${target} REUSE_FROM precompiled_${name})
  endforeach()
endfunction()
