"""Options of the three programs: which take a value, and how a value names a file. One row is one fact.

Source: `PROGRAM -OPTION` of ffmpeg 5.1 and 9.0 ("Missing argument" or not), their full help, and runs under a system-call trace.
"""

# they print something and end the program; one more word is theirs, if there is one (cmdutils.c, OPT_EXIT)
ENDING = frozenset(
    """L license h ? help -help version buildconf formats muxers demuxers devices codecs decoders encoders bsfs protocols filters pix_fmts
    layouts sample_fmts dispositions colors hwaccels sources sinks""".split()
)
# command-line options of ffmpeg that take no value (AVOptions always take one); their `no` forms take none either
FLAGS = frozenset(
    """y n stdin report hide_banner stats ignore_unknown copy_unknown recast_media benchmark benchmark_all xerror re shortest bitexact vn an sn
    dn copyts start_at_zero accurate_seek fix_sub_duration fix_sub_duration_heartbeat qphist psnr vstats dump hex find_stream_info
    display_hflip display_vflip debug_ts deinterlace print_graphs copyinkf same_quant force_fps auto_conversion_filters intra
    sameq""".split()
)
# one version takes a value and the other does not: a number that follows is the value, anything else is read as if there were none
EITHER = frozenset("autorotate autoscale".split())
# the rest of ffmpeg's own options: each takes a value
VALUES = frozenset(
    """i f c codec pre map t to fs ss sseof itsoffset itsscale timestamp metadata program target apad frames filter filter_script
    reinit_filter discard disposition vframes r fpsmax s aspect vcodec timecode pass vf b dframes aframes aq ar ac acodec ab af scodec stag
    canvas_size spre v loglevel max_alloc filter_threads filter_complex_threads vol cpuflags cpucount progress timelimit vsync async
    frame_drop_threshold stream_loop readrate readrate_initial_burst readrate_catchup adrift_threshold frame_bits_per_raw_sample
    max_error_rate abort_on filter_complex lavfi filter_complex_script sdp_file time_base enc_time_base map_channel map_metadata
    map_chapters attach dump_attachment stream_group tag atag vtag stats_period max_muxing_queue_size muxing_queue_data_threshold bsf absf
    vbsf apre vpre fpre passlogfile vstats_file vstats_version rc_override top streamid force_key_frames hwaccel hwaccel_device
    hwaccel_output_format init_hw_device filter_hw_device qscale q profile channel_layout ch_layout guess_layout_max display_rotation
    thread_queue_size isync fps_mode muxdelay muxpreload sample_fmt pix_fmt dcodec bits_per_raw_sample qsv_device vaapi_device
    stats_enc_pre stats_enc_pre_fmt stats_enc_post stats_enc_post_fmt stats_mux_pre stats_mux_pre_fmt print_graphs_file print_graphs_format
    mastering_display content_light icc_profile side_data_prefer_packet drop_changed apply_cropping filter_buffered_frames
    shortest_buf_duration seek_timestamp copytb dts_delta_threshold dts_error_threshold copypriorss intra_matrix inter_matrix
    chroma_intra_matrix cq profile level""".split()
)
GLOBAL = frozenset(
    """y n stdin report hide_banner stats v loglevel filter_complex lavfi filter_complex_script progress benchmark benchmark_all timelimit
    filter_threads filter_complex_threads vsync copyts start_at_zero xerror abort_on stats_period ignore_unknown copy_unknown max_alloc
    cpuflags cpucount vstats vstats_file sdp_file init_hw_device filter_hw_device max_error_rate dump hex debug_ts print_graphs
    print_graphs_file print_graphs_format""".split()
)
PROBE_FLAGS = frozenset(
    """bitexact byte_binary_prefix count_frames count_packets find_stream_info hide_banner prefix pretty private report sexagesimal
    show_chapters show_data show_error show_format show_frames show_packets show_private_data show_programs show_streams
    show_stream_groups unit show_program_version show_library_versions show_versions show_pixel_formats sections""".split()
)
PROBE_VALUES = frozenset(
    """i f c codec vcodec acodec scodec v loglevel of print_format output_format select_streams show_entries show_data_hash
    show_optional_fields show_log read_intervals o print_filename max_alloc cpuflags cpucount analyze_frames threads hwaccel
    codec_properties data_dump_format""".split()
)
PLAY_FLAGS = frozenset(
    """alwaysontop an autoexit autorotate exitonkeydown exitonmousedown fast find_stream_info framedrop fs genpts hide_banner infbuf noborder
    nodisp report sn stats vn enable_vulkan""".split()
)
PLAY_VALUES = frozenset(
    """i f c codec vcodec acodec scodec v loglevel x y left top window_title volume ss t bytes loop showmode rdftspeed ast vst sst sync drp
    lowres ec seek_interval cpuflags cpucount max_alloc vf af filter_threads pix_fmt s r video_size vulkan_params hwaccel""".split()
)

# option -> how its value names a file: write, pattern (several are written), read, script (a filter graph), code, prefix
OPTION_FILES: dict[str, str] = {
    "progress": "write",
    "vstats_file": "write",
    "sdp_file": "write",
    "stats_enc_pre": "write",
    "stats_enc_post": "write",
    "stats_mux_pre": "write",
    "print_graphs_file": "write",
    "dump_attachment": "write",
    "filter_script": "script",
    "filter_complex_script": "script",
    "graph_file": "script",
    "fpre": "preset",
    "vpre": "named preset",
    "apre": "named preset",
    "spre": "named preset",
    "pre": "named preset",
    "attach": "read",
    "omx_libname": "code",
    "omx_libprefix": "code",
    "load_plugins": "code",
    "load_plugin": "code",
    "cafile": "read",
    "ca_file": "read",
    "cert_file": "read",
    "cert": "read",
    "key_file": "read",
    "key": "",  # a key in hexadecimal digits for most formats
    "private_key": "read",
    "sub_name": "read",
    "ifo_palette": "read",
    "stats": "",  # ffmpeg's own flag wins over libx264's -stats
    "aribb24-base-path": "read",
    "dump_extra": "",
    "print_filename": "",
}
# options of one muxer: they act only where it writes. how as above
MUXER_OPTIONS: dict[tuple[str, str], str] = {
    ("segment", "segment_list"): "write",
    ("segment", "segment_header_filename"): "write",
    ("hls", "hls_segment_filename"): "pattern",
    ("hls", "hls_fmp4_init_filename"): "beside pattern",
    ("hls", "master_pl_name"): "beside",
    ("hls", "hls_key_info_file"): "key info",
    ("dash", "init_seg_name"): "beside pattern",
    ("dash", "media_seg_name"): "beside pattern",
    ("dash", "single_file_name"): "beside pattern",
    ("dash", "hls_master_name"): "beside",
    ("webm_chunk", "header"): "write",
    ("webm_chunk", "chunk_start_index"): "",
}
FAMILY = {"ssegment": "segment", "stream_segment": "segment"}

# plain options of encoders and devices that the builds which names.txt was made from lack (VideoToolbox, fdk-aac, xeve, AMF, MediaCodec,
# QSV, dshow, avfoundation, gdigrab, decklink, whip, xavs2, uavs3d, xvid): each takes a value
OTHER_OPTIONS = frozenset(
    """allow_sw require_sw realtime frames_before frames_after prio_speed power_efficient max_ref_frames constant_bit_rate spatialaq
    afterburner signaling latm header_period eld_sbr eld_v2 drc_boost drc_cut drc_level frame_length vbr xeve-params bitrate_mode level_idc
    video_device_number audio_device_number audio_buffer_size list_options list_formats capture_cursor capture_mouse_clicks video_device_index
    audio_device_index drop_late_frames offset_x offset_y show_region format_code raw_format duplex_mode timestamp_align queue_size
    video_input audio_input audio_depth decklink_copyts draw_bars backend_name kernel_size print_info jpeg_quality lumi_aq variance_aq ssim
    ssim_acc me_quality gmc uavs3d-params xavs2-params xvid-params lcevc-params write_vtt coding_mode alpha_quality stereo_mode
    capture_raw_data pixel_format preanalysis enforce_hrd filler_data vbaq dual_pass handshake_timeout vvenc-params kvazaar-params ndk_codec
    pts_as_dts skip_repeat_field video_timestamp_source trellis_mode service_name service_provider mb_decision nr dither max_qp_i
    min_qp_i max_qp_p min_qp_p scenario avbr_accuracy avbr_convergence int_ref_type tile_cols tile_rows a53_cc""".split()
)
# k=v:k=v options of encoders and, below, the keys that name files or libraries
PARAMS = frozenset(
    """x264-params x264opts x265-params svtav1-params aom-params rav1e-params vvenc-params xeve-params xavs2-params uavs3d-params
    kvazaar-params xvid-params lcevc-params""".split()
)
PARAM_FILES = {
    "stats": "write",
    "dump-yuv": "write",
    "csv": "write",
    "analysis-save": "write",
    "analysis-reuse-file": "write",
    "recon": "write",
    "dump": "write",
    "log-file": "write",
    "abr-ladder": "read",
    "analysis-load": "read",
    "refine-analysis-load": "read",
    "cqmfile": "read",
    "cqm": "read unless flat jvt",
    "scaling-list": "read unless default off flat",
    "lambda-file": "read",
    "zonefile": "read",
    "dhdr10-info": "read",
    "dolby-vision-rpu": "read",
    "qpfile": "read",
    "film-grain": "read unless 0",
    "fgs-table": "read",
    "film-grain-table": "read",
    "two-pass-log-file": "write",
    "first-pass": "write unless 0 1 2",
    "second-pass": "read unless 0 1 2",
    "stats-file-prefix": "prefix",
    "rcstatsfile": "write",
    "tracefile": "write",
    "tracerule": "",
    "partition-info-path": "write",
    "enable-rate-guide-deltaq": "",
    "rate-guide-deltaq-file": "read",
    "opencl-clbin": "code",
    "key": "",
}
# these are written under another name first, and have companions
PARAM_TAILED = frozenset(("stats", "analysis-save"))
PARAM_TAILS = (".temp", ".mbtree", ".mbtree.temp", ".cutree", ".cutree.temp")
