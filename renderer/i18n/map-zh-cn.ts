import type { mapEn } from "./map-en.ts";

/** The map's strings, in Chinese. */
export const mapZhCn: Readonly<Record<keyof typeof mapEn, string>> = {
  "map.label": "地图",
  "map.zoomIn": "放大",
  "map.zoomOut": "缩小",
  "map.layers": "地图图层",
  "map.layer.baseMap": "地形",
  "map.layer.contours": "等高线",
  "map.layer.graticule": "经纬网",
  "map.layer.trails": "航迹",
  "map.layer.footprints": "相机视场",
  "map.layer.heat": "热源",
  "map.layer.dismissedHeat": "已排除热源",
  "map.layer.tiles": "在线地图",
  "map.tilesUnreachable": "无法连接在线地图，仍显示离线地形。",
  "map.showAll": "显示全部",
  "map.scale": "比例尺",
  "map.copyCoordinates": "复制坐标",
  "map.copied": "已复制",
  "map.coordinateFormat": "坐标格式",
  "map.north": "正北朝上",
  "map.noBaseMap": "此区域没有离线地形",
};
